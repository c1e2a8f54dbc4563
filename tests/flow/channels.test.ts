import { stringify } from 'csv-stringify/sync';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Channel } from '../../channels/channel.ts';
import { channelNames, loadChannel } from '../../channels/load.ts';
import { EXAMPLE_MAP } from '../../channels/table/channel.ts';
import { importFiles } from '../../local/commands/import.ts';
import { readFixtures, sendTo } from '../channels/door.ts';
import { type DataFolder, dataFolder, listening } from './data-folder.ts';

const channels = await Promise.all((await channelNames()).map(loadChannel));

/** Lake tables that a channel's passing fixtures reach, with the ids of their events. */
function eventsOf(channel: Channel): Map<string, Set<string>> {
  const send = sendTo(channel);
  const events = new Map<string, Set<string>>();
  for (const { table, cells } of readFixtures(channel.name, 'pass').flatMap(({ record }) => send(record).rows)) {
    const ids = events.get(table) ?? new Set();
    events.set(table, ids.add(String(cells.event_id)));
  }
  return events;
}

/** The fixtures as files: lines of JSON, or a table for each header of a channel that has only tables. */
async function filesOf(channel: Channel, folder: DataFolder): Promise<string[]> {
  const records = readFixtures(channel.name, 'pass').map(({ record }) => record);
  if (channel.recordTypeOf !== undefined)
    return [await folder.file(`${channel.name}.ndjson`, records.map((record) => JSON.stringify(record)).join('\n'))];
  const files: string[] = [];
  for (const { name, header = [] } of channel.recordTypes) {
    const own = records.filter((record) => header.every((column) => column in record));
    const columns = [...new Set(own.flatMap((record) => Object.keys(record)))];
    if (own.length > 0) files.push(await folder.file(`${channel.name}-${name}.csv`, stringify(own, { header: true, columns })));
  }
  return files;
}

let folder: DataFolder;
const reports = new Map<string, number>();

beforeAll(async () => {
  folder = await dataFolder();
  for (const channel of channels) {
    const map = channel.name === 'table' ? { mapPath: await folder.file('table.yml', EXAMPLE_MAP) } : {};
    const imported = await importFiles(channel.name, await filesOf(channel, folder), folder.dataDir, listening(), map);
    reports.set(
      channel.name,
      imported.reduce((sum, { quarantinedCount }) => sum + quarantinedCount, 0),
    );
  }
  await folder.build();
}, 300_000);

afterAll(() => folder.remove());

test.each(channels)('the records of $name reach silver, each event once, and none is set aside', async (channel) => {
  expect(reports.get(channel.name)).toBe(0);
  const events = eventsOf(channel);
  expect(events.size).toBeGreaterThan(0);
  for (const [table, ids] of events) {
    const rows = await folder.query(`select event_id from stg_${table} where channel = '${channel.name}'`);
    expect(rows.map(({ event_id }) => event_id).toSorted()).toEqual([...ids].toSorted());
  }
});
