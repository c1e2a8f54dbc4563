import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type { Channel, RecordType } from '../../channels/channel.ts';
import { loadChannel } from '../../channels/load.ts';
import { type Cell, cellNames, type Problem } from '../../lambdas/shared/door.ts';
import { keyedBy, readRecord } from '../../lambdas/shared/intake.ts';

interface Fixture {
  readonly name: string;
  readonly record: Readonly<Record<string, unknown>>;
  /** Fields where a failing record must be refused. */
  readonly fields: readonly string[];
}

const record = z.record(z.string(), z.unknown());
const failing = z.object({ record, expect: z.array(z.string()).min(1) });

/** A passing fixture is the record itself; a failing one says beside it where it is wrong. `channel` may be a path from `channels/`. */
export function readFixtures(channel: string, kind: 'pass' | 'fail'): Fixture[] {
  const folder = fileURLToPath(new URL(`../../channels/${channel}/fixtures/`, import.meta.url));
  const files = readdirSync(folder).filter((file) => file.endsWith(`.${kind}.json`));
  return files.map((file) => {
    const content: unknown = JSON.parse(readFileSync(folder + file, 'utf8'));
    const name = file.replace(/\.(pass|fail)\.json$/, '');
    if (kind === 'pass') return { name, record: record.parse(content), fields: [] };
    const { record: wrong, expect: fields } = failing.parse(content);
    return { name, record: wrong, fields };
  });
}

/** An event as it would be landed. */
export interface Row {
  readonly table: string;
  readonly cells: Readonly<Record<string, Cell>>;
}

interface Sent {
  readonly rows: readonly Row[];
  readonly problems: readonly Problem[];
}

/** Sends records through a channel and the real door, with a key that is no secret. */
export async function sendThrough(name: string): Promise<(value: unknown) => Sent> {
  return sendTo(await loadChannel(name));
}

/** The same, for a channel that is at hand. */
export function sendTo(channel: Channel): (value: unknown) => Sent {
  const key = Buffer.alloc(32, 7);
  const keyed = keyedBy({ pseudonymKeys: [key] });
  return (value) => {
    const raw = { value, text: JSON.stringify(value) ?? '' };
    const reading = readRecord(channel, typeOf(channel, value), raw, '2026-11-05T18:00:00.000Z', keyed);
    if ('refused' in reading) return { rows: [], problems: reading.refused.problems };
    const rows = reading.admitted.map(({ contract, cells }) => ({
      table: contract.table,
      cells: Object.fromEntries(cellNames(contract).map((column, i) => [column, cells[i] ?? null])),
    }));
    return { rows, problems: [] };
  };
}

function typeOf(channel: Channel, value: unknown): RecordType | undefined {
  if (channel.recordTypeOf !== undefined) return channel.recordTypeOf(value);
  const keys = new Set(Object.keys(Object(value)));
  return channel.recordTypes.find(({ header }) => header?.every((column) => keys.has(column)));
}

/** The passing fixture of that name. */
export function readFixture(channel: string, name: string): Fixture['record'] {
  const found = readFixtures(channel, 'pass').find((fixture) => fixture.name === name);
  if (found === undefined) throw new Error(`channel ${channel} has no fixture ${name}.pass.json`);
  return found.record;
}

/** The records of a list cell, which holds a JSON text a line. */
export function recordsOf(cell: Cell | undefined): unknown[] {
  return String(cell)
    .split('\n')
    .map((line): unknown => JSON.parse(line));
}
