import { afterAll, beforeAll, expect, test } from 'vitest';
import { importFiles } from '../../local/commands/import.ts';
import { guessTable } from '../../local/commands/import-table.ts';
import { listQuarantine, replayQuarantine } from '../../local/commands/quarantine.ts';
import { type DataFolder, dataFolder, listening } from './data-folder.ts';

let folder: DataFolder;
beforeAll(async () => {
  folder = await dataFolder();
});
afterAll(() => folder.remove());

const MAP = `name: stars
contract: review
zone: Asia/Shanghai
id: row
columns:
  stars: { to: score, values: { bad: 1, good: 5 } }
  text: comment
constants: { occurred_at: received, scale_max: 5 }
`;
const CSV = 'stars,text,mood\ngood,好吃 13800001234,1\ngood,好吃 13800001234,1\nfair,一般,2\nbad,,3\n';

const importTable = async (map: string) =>
  importFiles('table', [await folder.file('t.csv', CSV)], folder.dataDir, listening(), {
    mapPath: await folder.file('map.yml', map),
  });

test('rows land with their texts redacted, equal rows are two, and what the map does not know is said', async () => {
  const [report] = await importTable(MAP);
  expect(report).toMatchObject({ recordCount: 4, landed: { review: 3 }, quarantinedCount: 1, unknownFields: { mood: 3 } });
  await folder.build();
  expect(await folder.query('select event_id, score, comment from stg_review order by event_id')).toEqual([
    { event_id: expect.stringMatching(/^table\/stars\/20.+\/1$/), score: '5', comment: '好吃 [phone]' },
    { event_id: expect.stringMatching(/\/2$/), score: '5', comment: '好吃 [phone]' },
    { event_id: expect.stringMatching(/\/4$/), score: '1', comment: null },
  ]);
  expect((await listQuarantine(folder.dataDir, 'table')).map(({ field, expected }) => [field, expected])).toEqual([
    ['stars', 'expected one of bad, good (score)'],
  ]);
});

test('the same file again changes nothing, and once the map is mended the refused row is replayed as the row it is', async () => {
  expect((await importTable(MAP))[0]).toMatchObject({ landed: {}, duplicateRowCount: 3 });
  expect(await replayQuarantine(folder.dataDir, 'table', listening())).toEqual({ landed: 0, still_refused: 1 });
  await importTable(MAP.replace('bad: 1,', 'bad: 1, fair: 3,'));
  expect(await replayQuarantine(folder.dataDir, 'table', listening())).toEqual({ landed: 1, still_refused: 0 });
  await folder.build();
  const rows = await folder.query('select count(*)::int as n, count(distinct event_id)::int as events from stg_review');
  expect(rows).toEqual([{ n: 4, events: 4 }]);
});

test('a guess can be used as it is', async () => {
  const path = await folder.file(
    'guessed.csv',
    '评分,评价,时间\n5,很好吃的一家店会再来,2026-11-05 18:30\n2,等了很久还是没有上菜,2026-11-05 19:30\n',
  );
  const map = await folder.file('guessed.yml', await guessTable(path, undefined, 'Asia/Shanghai'));
  const [report] = await importFiles('table', [path], folder.dataDir, listening(), { mapPath: map });
  expect(report).toMatchObject({ recordCount: 2, landed: { review: 2 }, quarantinedCount: 0 });
});

test.each([
  ['table', undefined, 'a table is imported with its map'],
  ['table', 'no-such.yml', 'there is no map no-such.yml: write a first one with --guess'],
])('import %s with the map %s says what to do', async (channel, map, message) => {
  await expect(importFiles(channel, [folder.root], folder.dataDir, listening(), { mapPath: map })).rejects.toThrow(message);
});
