import type { Channel, RecordType } from '../../channels/channel.ts';
import { RefusedError } from '../../contracts/errors.ts';

/**
 * The record type whose table has this header.
 * @throws {RefusedError} when none does, naming what the nearest one misses.
 */
export function typeByHeader(source: string, header: readonly string[], channel: Channel): RecordType {
  const tables = channel.recordTypes.flatMap((type) => (type.header === undefined ? [] : [{ type, columns: type.header }]));
  if (tables.length === 0) throw new RefusedError(415, `${source}: channel ${channel.name} takes JSON, not tables`);
  if (header.some((column) => column.includes('\uFFFD') || column.includes('\0')))
    throw new RefusedError(422, `${source}: expected a header in UTF-8, or another encoding that is named with --encoding`);
  const given = new Set(header);
  const ranked = tables
    .map(({ type, columns }) => ({ type, columns, missing: columns.filter((column) => !given.has(column)) }))
    .sort((a, b) => a.missing.length / a.columns.length - b.missing.length / b.columns.length);
  const [nearest] = ranked;
  if (nearest?.missing.length === 0) return nearest.type;
  throw new RefusedError(
    422,
    `${source}: no table of channel ${channel.name} has this header. Nearest is ${nearest?.type.name}: missing ${nearest?.missing.join(', ')}`,
  );
}

/** A record type of the channel by its name, which came from the channel itself. */
export function typeByName(channel: Channel, name: string | undefined): RecordType | undefined {
  return name === undefined ? undefined : channel.recordTypes.find((type) => type.name === name);
}
