import { inject } from 'vitest';

/** Settings of an AWS client that talks to the rig. */
export function rigSettings() {
  return {
    endpoint: inject('motoUrl'),
    region: 'us-east-1',
    credentials: { accessKeyId: 'rig', secretAccessKey: 'rig' },
  };
}
