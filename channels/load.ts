import { readdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { EcholakeError } from '../contracts/errors.ts';
import type { Channel } from './channel.ts';

/** There is no channel of that name. */
export class UnknownChannelError extends EcholakeError {}

/**
 * The channel in the folder of that name. The import is written so that a bundler takes every channel along,
 * and adding one touches its folder only.
 * @throws {UnknownChannelError}
 */
export function loadChannel(name: string): Promise<Channel> {
  const known = loaded.get(name);
  if (known !== undefined) return known;
  const loading = importChannel(name);
  loading.then(
    () => loaded.set(name, loading),
    () => undefined,
  );
  return loading;
}

/** Channels by name. Each webhook call asks for one, and to import what is there already takes a third of a millisecond. */
const loaded = new Map<string, Promise<Channel>>();

async function importChannel(name: string): Promise<Channel> {
  const unknown = (cause?: unknown) => new UnknownChannelError(`there is no channel "${name}"`, { cause });
  if (!/^[a-z][a-z0-9_]*$/.test(name)) throw unknown();
  const module: { channel: Channel } = await import(`./${name}/channel.ts`).catch((error: unknown) => {
    if (isMissing(error, name)) throw unknown(error);
    throw error;
  });
  return module.channel;
}

/** Names of all channels, read from the folders. For people's eyes: a bundle has no folders. */
export async function channelNames(): Promise<string[]> {
  const entries = await readdir(dirname(fileURLToPath(import.meta.url)), { withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory() && entry.name !== 'kit')
    .map((entry) => entry.name)
    .sort();
}

/** Node says so by code; bundlers, which resolve the pattern to the folders they saw, by their message. */
function isMissing(error: unknown, name: string): boolean {
  if (!(error instanceof Error) || !error.message.includes(`${name}/channel.ts`)) return false;
  return (
    Reflect.get(error, 'code') === 'ERR_MODULE_NOT_FOUND' ||
    /^(Module not found in bundle|Unknown variable dynamic import)/.test(error.message)
  );
}
