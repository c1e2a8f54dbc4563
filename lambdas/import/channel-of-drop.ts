import type { Channel } from '../../channels/channel.ts';
import { loadChannel } from '../../channels/load.ts';
import { parseMap } from '../../channels/table/map.ts';
import { tableChannel } from '../../channels/table/table-channel.ts';
import { UsageError } from '../../contracts/errors.ts';
import { dropOf, mapKey, PREFIXES } from '../../contracts/lake.ts';
import type { Store } from '../shared/ports.ts';

/**
 * Channel and name of a file dropped as `inbox/<channel>/<file>`, or as `inbox/table/<map>/<file>` with a map that is kept.
 * @throws {UsageError} for another key, a channel that is not there, and a map that is not kept.
 */
export async function channelOfDrop(key: string, store: Store): Promise<{ channel: Channel; name: string }> {
  const dropped = dropOf(key);
  if (dropped === null) throw new UsageError(`${key}: expected ${PREFIXES.inbox}<channel>/<file>`);
  if (dropped.channel !== 'table') return { channel: await loadChannel(dropped.channel), name: dropped.name };
  const [map, ...file] = dropped.name.split('/');
  if (map === undefined || file.length === 0) throw new UsageError(`${key}: expected ${PREFIXES.inbox}table/<map>/<file>`);
  return { channel: await channelOfKeptMap(map, store), name: file.join('/') };
}

/**
 * The channel of a map that was kept, by its name: so that more files can be brought in by it, and what it refused be read again.
 * @throws {UsageError} when none of that name is kept here.
 */
export async function channelOfKeptMap(name: string, store: Store): Promise<Channel> {
  const bytes = await store.get(mapKey(name));
  if (bytes === null)
    throw new UsageError(`there is no map "${name}" here: import a table with it first, or keep it as ${mapKey(name)}`);
  return tableChannel(parseMap(Buffer.from(bytes).toString('utf8'), `${name}.yml`));
}
