import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { ImportReport } from '../../lambdas/import/import-drop.ts';
import { listQuarantine, replayQuarantine, showQuarantined } from '../../local/commands/quarantine.ts';
import { query } from '../../local/commands/query.ts';
import { type DataFolder, dataFolder, listening, type Relation } from './data-folder.ts';
import { csvBytes, hex, OLIST_FILES, piecesOf } from './olist-files.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

/** Everything imported in one go. The other folders have its keys, hence its pseudonyms. */
let whole: DataFolder;
let reports: ReadonlyMap<string, ImportReport>;
let expected: Record<string, Relation>;
const made: DataFolder[] = [];

async function newFolder(keysOf?: DataFolder): Promise<DataFolder> {
  const folder = await dataFolder(keysOf);
  made.push(folder);
  return folder;
}

beforeAll(async () => {
  whole = await newFolder();
  for (const file of OLIST_FILES) await whole.file(`olist/${file.name}`, csvBytes(file));
  const all = await whole.import('olist', `${whole.root}/olist`);
  reports = new Map(all.map((report) => [report.name, report]));
  await whole.build();
  expected = await whole.relations();
});
afterAll(async () => {
  for (const folder of made) await folder.remove();
});

const EMPTY = { landed: {}, duplicateRowCount: 0, eventless: {}, quarantinedCount: 0, quarantined: {}, unknownFields: {} };

describe('the report of an import', () => {
  test.each<[string, Partial<ImportReport>]>([
    [
      'olist_orders_dataset.csv',
      {
        recordCount: 12,
        landed: { order: 11, delivery: 11 },
        quarantinedCount: 1,
        quarantined: { 'order_purchase_timestamp: expected a time like 2018-08-15 11:30:33': 1 },
      },
    ],
    [
      'olist_order_items_dataset.csv',
      {
        recordCount: 12,
        landed: { order_line: 11 },
        quarantinedCount: 1,
        quarantined: { 'price: expected an amount like 39.95': 1 },
      },
    ],
    [
      'olist_order_payments_dataset.csv',
      {
        recordCount: 11,
        landed: { payment: 10 },
        quarantinedCount: 1,
        quarantined: { 'expected 5 columns, found 3': 1 },
      },
    ],
    [
      'olist_order_reviews_dataset.csv',
      {
        recordCount: 13,
        landed: { review: 11 },
        quarantinedCount: 2,
        quarantined: {
          'review_score: expected a whole number': 1,
          'expected CSV: a quote that opens a field is never closed': 1,
        },
      },
    ],
    [
      'olist_customers_dataset.csv',
      {
        recordCount: 12,
        landed: { contact: 11 },
        quarantinedCount: 1,
        quarantined: { 'expected text in UTF-8': 1 },
      },
    ],
    ['olist_sellers_dataset.csv', { recordCount: 2, landed: { org_unit: 2 } }],
    ['olist_products_dataset.csv', { recordCount: 3, landed: { product: 3 } }],
    [
      'olist_geolocation_dataset.csv',
      {
        recordCount: 2,
        eventless: { geolocation: 1 },
        quarantinedCount: 1,
        quarantined: { 'geolocation_lat: expected a number': 1 },
      },
    ],
    ['product_category_name_translation.csv', { recordCount: 2, eventless: { product_category_name_translation: 2 } }],
  ])('%s', (name, report) => {
    expect(reports.get(name)).toEqual({ ...EMPTY, name, ...report });
  });
});

describe('what is built of it', () => {
  test('a review counts once for each order, in the customer’s last word', async () => {
    const rows = await whole.query(
      `select review_id, order_id, score, comment from stg_review where review_id >= '${hex('e', 8)}' order by all`,
    );
    expect(rows).toEqual([
      { review_id: hex('e', 8), order_id: hex('a', 8), score: '5', comment: 'Chegou\r\nantes,\nque bom' },
      { review_id: hex('e', 8), order_id: hex('a', 9), score: '5', comment: 'mesma resposta' },
      { review_id: hex('e', 9), order_id: hex('a', 10), score: '2', comment: 'mudei de ideia' },
    ]);
  });

  test('CSAT and lateness are those counted by hand', async () => {
    const score = await query('select response_count, csat_n, csat_top_count from score_summary', whole.dataDir, 'json');
    // Scores of orders 1 to 7 are 2 3 4 5 1 2 3, then 5, 5 and 2.
    expect(JSON.parse(score)).toEqual([{ response_count: 10, csat_n: 10, csat_top_count: 4 }]);
    const late = await whole.query(
      'select is_late, count(*)::int as orders, avg(csat_score) as mean from feedback group by all order by all',
    );
    // Orders 3, 6 and 9 came a day late; they were scored 4, 2 and 5.
    expect(late).toEqual([
      { is_late: false, orders: 7, mean: (2 + 3 + 5 + 1 + 3 + 5 + 2) / 7 },
      { is_late: true, orders: 3, mean: 11 / 3 },
    ]);
  });

  test('times are those of the dataset’s zone, and so is the day', async () => {
    const rows = await whole.query(`select placed_at, business_date, status from stg_order where order_id = '${hex('a', 11)}'`);
    expect(rows).toEqual([{ placed_at: '2018-03-02 02:30:00', business_date: '2018-03-01', status: 'cancelled' }]);
  });
});

describe('importing again', () => {
  test('writes no row twice and leaves nothing to build', async () => {
    const again = await whole.import('olist', `${whole.root}/olist`);
    expect(again.map(({ landed }) => landed)).toEqual(again.map(() => ({})));
    for (const report of again) {
      const before = Object.values(reports.get(report.name)?.landed ?? {}).reduce((sum, rows) => sum + rows, 0);
      expect([report.name, report.duplicateRowCount]).toEqual([report.name, before]);
    }
    expect((await whole.build()).published).toBe(false);
    expect(await whole.query('select count(distinct received_at)::int as times from stg_order')).toEqual([{ times: 1 }]);
  });

  test('in another order, in pieces and with builds in between makes the same rows', async () => {
    const folder = await newFolder(whole);
    const pieces = OLIST_FILES.toReversed().flatMap((file) => piecesOf(file, 5).toReversed());
    const paths = await Promise.all(pieces.map((piece) => folder.file(piece.name, csvBytes(piece))));
    const half = Math.ceil(paths.length / 2);
    await folder.import('olist', ...paths.slice(0, half));
    await folder.build();
    await folder.import('olist', ...paths.slice(half));
    await folder.build();
    const relations = await folder.relations();
    for (const [name, rows] of Object.entries(expected)) expect(relations[name], name).toEqual(rows);
    expect(Object.keys(relations).sort()).toEqual(Object.keys(expected).sort());
  });

  test('in pieces into the same folder changes nothing, not even when it was received', async () => {
    const before = await whole.query('select * from stg_order order by all');
    const paths: string[] = [];
    for (const piece of OLIST_FILES.flatMap((file) => piecesOf(file, 4)))
      paths.push(await whole.file(`pieces/${piece.name}`, csvBytes(piece)));
    await whole.import('olist', ...paths);
    await whole.build();
    expect(await whole.relations()).toEqual(expected);
    expect(await whole.query('select * from stg_order order by all')).toEqual(before);
  });
});

describe('quarantine', () => {
  const reasonsOf = async (folder: DataFolder) =>
    (await listQuarantine(folder.dataDir)).map(({ field, expected: reason, count }) => `${field}|${reason}|${count}`).sort();
  const REASONS = [
    'geolocation_lat|expected a number|1',
    'order_purchase_timestamp|expected a time like 2018-08-15 11:30:33|1',
    'price|expected an amount like 39.95|1',
    'review_score|expected a whole number|1',
    '|expected 5 columns, found 3|1',
    '|expected CSV: a quote that opens a field is never closed|1',
    '|expected text in UTF-8|1',
  ].sort();
  let folder: DataFolder;
  beforeAll(async () => {
    folder = await newFolder(whole);
    for (const file of OLIST_FILES) await folder.file(`olist/${file.name}`, csvBytes(file));
    await folder.import('olist', `${folder.root}/olist`);
    await folder.import('olist', `${folder.root}/olist`);
  });

  test('has each record once with its reason, however often it was sent', async () => {
    expect(await reasonsOf(folder)).toEqual(REASONS);
    expect(await listQuarantine(folder.dataDir, 'survey')).toEqual([]);
  });

  test('shows a record’s place, and its text only on demand', async () => {
    const [group] = (await listQuarantine(folder.dataDir)).filter(({ field }) => field === 'price');
    const shown = await showQuarantined(folder.dataDir, group?.example ?? '', false);
    expect(shown).toMatchObject({
      record_type: 'order_items',
      source: 'olist_order_items_dataset.csv, record 12',
    });
    expect(JSON.stringify(shown)).not.toContain('39,90');
    const raw = await showQuarantined(folder.dataDir, group?.example ?? '', true);
    expect(JSON.stringify(raw)).toContain('39,90');
  });

  test('keeps on replay what still fails, bad bytes too', async () => {
    const before = await folder.import('olist', `${folder.root}/olist/olist_customers_dataset.csv`);
    expect(await replayQuarantine(folder.dataDir, undefined, listening())).toEqual({ landed: 0, still_refused: 7 });
    expect(await reasonsOf(folder)).toEqual(REASONS);
    expect(before[0]?.landed).toEqual({});
  });
});
