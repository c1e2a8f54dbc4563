import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { stringify } from 'csv-stringify/sync';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { Channel } from '../../channels/channel.ts';
import { channelNames, loadChannel } from '../../channels/load.ts';
import { EXAMPLE_MAP } from '../../channels/table/channel.ts';
import { collect } from '../../lambdas/collect/collect.ts';
import { folderQueue } from '../../local/adapters/folder-queue.ts';
import { build } from '../../local/commands/build.ts';
import { importFiles } from '../../local/commands/import.ts';
import { formatQuarantine, listQuarantine, showQuarantined } from '../../local/commands/quarantine.ts';
import { formatStatus, status } from '../../local/commands/status.ts';
import { lakeDir, openInstallation, queueDir } from '../../local/installation.ts';
import { readCalls } from '../channels/calls.ts';
import { readFixtures } from '../channels/door.ts';
import { type DataFolder, dataFolder, listening } from './data-folder.ts';
import { personalValues } from './personal-values.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 300_000 });

const channels = await Promise.all((await channelNames()).map(loadChannel));

/** Olist made its data anonymous: `customer_id` is the number of a row, new for each order, and the only number a contact has there. */
const RECORD_NUMBERS: Readonly<Record<string, readonly string[]>> = { olist: ['b'.repeat(32)] };

let folder: DataFolder;
/** All that anybody can see without a key, by where it is. */
const seen: Record<string, string> = {};
const personal = new Map<string, ReadonlySet<string>>();

beforeAll(async () => {
  folder = await dataFolder();
  const printed: string[] = [];
  const spies = (['log', 'error', 'warn', 'info'] as const).map((name) =>
    vi.spyOn(console, name).mockImplementation((...words: unknown[]) => void printed.push(words.map(String).join(' '))),
  );
  const said = listening();
  const answers: unknown[] = [];
  for (const channel of channels) {
    const records = [...readFixtures(channel.name, 'pass'), ...readFixtures(channel.name, 'fail')].map(({ record }) => record);
    personal.set(channel.name, personalValues(channel, records));
    for (const [name, content] of filesOf(channel, records)) {
      const path = await folder.file(name, content);
      const map = channel.name === 'table' ? await folder.file('map.yml', EXAMPLE_MAP) : undefined;
      answers.push(await importFiles(channel.name, [path], folder.dataDir, said, { mapPath: map }).catch(String));
    }
    if (channel.webhook !== undefined) answers.push(...(await callsOf(channel)));
  }
  seen['answers'] = JSON.stringify(answers);
  seen['queue'] = await textsBelow(queueDir(folder.dataDir));
  await build({ dataDir: folder.dataDir, select: [], full: false, signal: new AbortController().signal }, said);
  const groups = await listQuarantine(folder.dataDir);
  const shown = await Promise.all(groups.map(({ example }) => showQuarantined(folder.dataDir, example, false)));
  const found = await status(folder.dataDir);
  seen['quarantine list'] = formatQuarantine(groups) + JSON.stringify(groups);
  seen['quarantine show'] = JSON.stringify(shown);
  seen['status'] = formatStatus(found) + JSON.stringify(found);
  seen['quarantine files'] = await textsBelow(join(lakeDir(folder.dataDir), 'quarantine'));
  seen['receipts'] = await textsBelow(join(lakeDir(folder.dataDir), 'receipts'));
  seen['vault'] = await textsBelow(join(folder.dataDir, 'vault'));
  seen['lake'] = await cellsOf(join(lakeDir(folder.dataDir), 'bronze'));
  seen['warehouse'] = await cellsOf(join(folder.dataDir, 'warehouse'));
  seen['said'] = said.lines.join('\n');
  seen['printed'] = printed.join('\n');
  for (const spy of spies) spy.mockRestore();
});
afterAll(() => folder.remove());

/** A channel's fixtures as the files it takes: lines of JSON, or a table for each kind of record that has a header. */
function filesOf(channel: Channel, records: readonly Readonly<Record<string, unknown>>[]): [name: string, content: string][] {
  if (channel.recordTypeOf !== undefined) {
    return [[`${channel.name}.ndjson`, records.map((record) => `${JSON.stringify(record)}\n`).join('')]];
  }
  return channel.recordTypes.flatMap(({ name, header }) => {
    const rows = records.filter((record) => header?.every((column) => column in record));
    return rows.length === 0 || header === undefined
      ? []
      : [[`${name}.csv`, stringify(rows, { header: true, columns: [...header] })] as [string, string]];
  });
}

/**
 * What the channel's whole calls are answered, with the secret and at the time they were signed. An answer in a vendor's own form is
 * left out: Alipay wants to hear whom it is for.
 */
async function callsOf(channel: Channel): Promise<unknown[]> {
  const installation = await openInstallation(folder.dataDir);
  const queue = await folderQueue(queueDir(folder.dataDir));
  const answers = await Promise.all(
    readCalls(channel.name).map(({ request, secret, now }) => {
      const url = new URL(request.url);
      const event = {
        requestContext: { domainName: url.host, http: { method: request.method } },
        rawPath: url.pathname,
        rawQueryString: url.search.slice(1),
        headers: request.headers,
        pathParameters: { channel: channel.name },
        queryStringParameters: Object.fromEntries(url.searchParams),
        body: Buffer.from(request.body).toString('base64'),
        isBase64Encoded: true,
      };
      const secrets = { ...installation.secrets, webhookSecrets: () => [secret] };
      return collect(event, { ...installation, secrets, queue, clock: () => now });
    }),
  );
  return answers.filter(({ headers }) => headers['content-type'] === 'application/json');
}

async function textsBelow(root: string): Promise<string> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true }).catch(() => []);
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return (await Promise.all(files.map((file) => readFile(file, 'utf8')))).join('\n') + files.join('\n');
}

/** Every cell of every Parquet file below a folder. */
async function cellsOf(root: string): Promise<string> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && entry.name.endsWith('.parquet'));
  const connection = await (await DuckDBInstance.create(':memory:')).connect();
  const cells: string[] = [];
  for (const { parentPath, name } of files) {
    const reader = await connection.runAndReadAll(
      `select * from read_parquet('${join(parentPath, name)}', hive_partitioning = false)`,
    );
    cells.push(JSON.stringify(reader.getRowsJson()));
  }
  return cells.join('\n');
}

/** A name is a word: as a part of one it is something else. */
function isIn(text: string, value: string): boolean {
  return /^[A-Za-z]+$/.test(value) ? new RegExp(`(?<![A-Za-z])${value}(?![A-Za-z])`).test(text) : text.includes(value);
}

test('there is something to look for, and somewhere to look', () => {
  const sum = [...personal.values()].reduce((total, values) => total + values.size, 0);
  expect(sum).toBeGreaterThan(10);
  for (const place of [
    'lake',
    'warehouse',
    'queue',
    'vault',
    'quarantine files',
    'quarantine list',
    'quarantine show',
    'answers',
    'said',
  ])
    expect([place, (seen[place] ?? '').length > 20]).toEqual([place, true]);
});

test.each(channels.map(({ name }) => name))('no personal value of the fixtures of %s is left anywhere', (channel) => {
  const values = [...(personal.get(channel) ?? [])].filter((value) => RECORD_NUMBERS[channel]?.includes(value) !== true);
  const left = values.flatMap((value) =>
    Object.entries(seen)
      .filter(([, text]) => isIn(text, value))
      .map(([place]) => `${value} in ${place}`),
  );
  expect(left).toEqual([]);
});
