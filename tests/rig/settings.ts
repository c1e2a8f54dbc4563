/** What every part of the rig agrees on. Signatures are not checked; moto keeps each region apart. */
export const RIG = { region: 'us-east-1', key: 'rig', bucket: 'rig-default', smallWorkgroup: 'small' } as const;

/** Settings of an AWS client that talks to a server of the rig. */
export function clientSettings(endpoint: string) {
  return { endpoint, region: RIG.region, credentials: { accessKeyId: RIG.key, secretAccessKey: RIG.key } };
}
