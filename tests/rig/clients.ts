import { inject } from 'vitest';
import { clientSettings } from './settings.ts';

/** Settings of an AWS client that talks to the rig's moto. */
export function rigSettings() {
  return clientSettings(inject('motoUrl'));
}

/** Addresses of the rig that the tests run with. */
export function rigUrls() {
  return { motoUrl: inject('motoUrl'), athenaUrl: inject('athenaUrl') };
}
