import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { z } from 'zod';
import { type Channel, recordType } from '../../channels/channel.ts';
import { guessMap } from '../../channels/table/guess.ts';
import { parseMap } from '../../channels/table/map.ts';
import { tableChannel } from '../../channels/table/table-channel.ts';
import { CONTRACTS } from '../../contracts/catalogue.ts';
import { UsageError } from '../../contracts/errors.ts';
import { mapKey } from '../../contracts/lake.ts';
import { nearest } from '../../contracts/nearest.ts';
import { readDrop } from '../../lambdas/import/read-drop.ts';
import { readPortion } from '../../lambdas/import/read-portion.ts';
import type { Store } from '../../lambdas/shared/ports.ts';
import { hasCode } from '../adapters/durable-file.ts';

/** Rows that a guess is made from, at least, where there are so many. */
const GUESSED_FROM = 20_000;

/** The channel that a map makes, and the map's text to be kept beside what it brings in. */
export async function channelOfMap(path: string): Promise<{ channel: Channel; keep: (store: Store) => Promise<void> }> {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    throw hasCode(error, 'ENOENT') ? new UsageError(`there is no map ${path}: write a first one with --guess`) : error;
  });
  const map = parseMap(text, path);
  return { channel: tableChannel(map), keep: (store) => store.put(mapKey(map.name), Buffer.from(text)) };
}

/** A first map of a table, to be read and mended. */
export async function guessTable(path: string, contract: string | undefined, zone: string): Promise<string> {
  const tables = CONTRACTS.map(({ table }) => table);
  if (contract !== undefined && !tables.includes(contract)) {
    const near = nearest(contract, tables);
    throw new UsageError(`there is no contract "${contract}"${near === undefined ? '' : `; did you mean "${near}"?`}`);
  }
  const name = basename(path);
  const rows: Record<string, unknown>[] = [];
  for await (const portion of readDrop({ name, open: () => createReadStream(path) }, { channel: ANY_TABLE })) {
    for (const { value, broken } of readPortion(portion, ANY_TABLE)) {
      const row = z.record(z.string(), z.unknown()).safeParse(value);
      if (broken === undefined && row.success) rows.push(row.data);
    }
    if (rows.length >= GUESSED_FROM) break;
  }
  if (rows.length === 0) throw new UsageError(`${path}: expected a table with a header and at least one row`);
  const header = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  return guessMap(name, header, rows, zone, contract);
}

const anyRow = recordType({ name: 'row', schema: z.unknown(), header: [], toEvents: () => [] });

/** Takes any header, and makes nothing of it. */
const ANY_TABLE: Channel = {
  name: 'table',
  about: 'Any table, to be looked at.',
  data: 'X and O',
  source: 'channels/table/README.md',
  recordTypes: [anyRow],
  recordTypeOf: () => anyRow,
};
