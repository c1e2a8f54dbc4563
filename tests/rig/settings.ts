/** What every part of the rig agrees on. Signatures are not checked; moto keeps each region apart. */
export const RIG = { region: 'us-east-1', key: 'rig', bucket: 'rig-default', smallWorkgroup: 'small' } as const;
