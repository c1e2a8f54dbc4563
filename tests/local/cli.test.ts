import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import express from 'express';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { EcholakeError } from '../../contracts/errors.ts';
import { failedAudits, formatFailures } from '../../local/commands/audits.ts';
import { planned } from '../../local/commands/build.ts';
import { formatRefused } from '../../local/commands/import.ts';
import { listQuarantine, showQuarantined } from '../../local/commands/quarantine.ts';
import { query } from '../../local/commands/query.ts';
import { rollback } from '../../local/commands/rollback.ts';
import { start } from '../../local/commands/start.ts';
import { formatStatus, status } from '../../local/commands/status.ts';
import { readTier, token } from '../../local/commands/token.ts';
import { claimRunning } from '../../local/running.ts';
import { DEFAULTS } from '../../local/sample/options.ts';
import { listen } from '../../local/server.ts';
import { type DataFolder, dataFolder, listening } from '../flow/data-folder.ts';
import { ORG_LINES } from '../flow/survey-calls.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let folder: DataFolder;
const made: DataFolder[] = [];
async function empty(): Promise<DataFolder> {
  const another = await dataFolder();
  made.push(another);
  return another;
}

beforeAll(async () => {
  folder = await empty();
  await folder.import('org', await folder.file('org.ndjson', ORG_LINES));
  await folder.build();
});
afterAll(async () => {
  for (const one of made) await one.remove();
});

/** What a command said when it refused: one of our own errors, hence one printed without a stack. */
async function refusalOf(work: () => unknown): Promise<string> {
  try {
    await work();
  } catch (error) {
    expect(error).toBeInstanceOf(EcholakeError);
    return error instanceof Error ? error.message : '';
  }
  throw new Error('it was not refused');
}

describe('import refuses', () => {
  test('a file that is not there', async () => {
    expect(await refusalOf(() => folder.import('olist', '/no/such.csv'))).toBe('there is no file or folder /no/such.csv');
  });

  test('a path that goes through a file', async () => {
    const file = await folder.file('a.csv', 'x\n');
    expect(await refusalOf(() => folder.import('olist', join(file, 'b.csv')))).toBe(
      `there is no file or folder ${join(file, 'b.csv')}`,
    );
  });

  test('a folder without data files', async () => {
    await folder.file('notes/readme.txt', 'hello');
    expect(await refusalOf(() => folder.import('olist', join(folder.root, 'notes')))).toMatch(
      /holds no data files: expected names/,
    );
  });

  test.each([
    ['survy', /no channel "survy"; did you mean "survey"\? Channels: .*olist.*survey/],
    ['Olist', /no channel "Olist"; did you mean "olist"\?/],
    ['mainframe', /no channel "mainframe" Channels: /],
    ['../lambdas', /no channel "..\/lambdas"/],
    ['kit', /no channel "kit"/],
  ])('the channel name %s', async (name, sentence) => {
    const file = await folder.file('a.ndjson', '{}\n');
    expect(await refusalOf(() => folder.import(name, file))).toMatch(sentence);
  });

  test.each<[string, string, string | Buffer, RegExp]>([
    [
      'a CSV with another header, naming the nearest table and what it lacks',
      'other.csv',
      'seller_id,seller_city,seller_state,zip\na,b,c,d\n',
      /other\.csv: no table of channel olist has this header\. Nearest is sellers: missing seller_zip_code_prefix/,
    ],
    ['a CSV without anything', 'none.csv', '', /none\.csv: the file is empty; expected a header line/],
    [
      'a CSV in another encoding',
      'latin.csv',
      Buffer.from('seller_id,citt\u00e0\n', 'latin1'),
      /latin\.csv: expected a header in UTF-8, or another encoding that is named with --encoding/,
    ],
    ['a file of another kind', 'sheet.pdf', '%PDF', /sheet\.pdf: expected names that end in/],
    ['a spreadsheet that is none', 'sheet.xlsx', 'PK', /sheet\.xlsx: expected a zip archive/],
    [
      'a gzip file that is none',
      'a.csv.gz',
      'seller_id',
      /a\.csv\.gz: expected a whole gzip file, found one that is broken or cut off/,
    ],
  ])('%s', async (_, name, content, sentence) => {
    const file = await folder.file(name, content);
    expect(await refusalOf(() => folder.import('olist', file))).toMatch(sentence);
  });

  test('a CSV for a channel that takes lines of JSON', async () => {
    const file = await folder.file('survey.csv', 'a,b\n1,2\n');
    expect(await refusalOf(() => folder.import('survey', file))).toMatch(/survey\.csv: channel survey takes JSON/);
  });
});

test('import quarantines single broken lines, and says each reason with its count', async () => {
  const another = await empty();
  const good = '{"type":"org_unit","org_unit_id":"company","kind":"company","name":"Bistro","updated_at":"2026-08-01T00:00:00Z"}';
  const bad = Buffer.concat([
    Buffer.from(`${good}\n{"type":"org_unit"\n\n[1]\n{"type":"orgunit"}\n`),
    Buffer.from(good.replace('Bistro', 'Caf\u00e9'), 'latin1'),
    Buffer.from(`\n${good.slice(0, 40)}`),
  ]);
  const reports = await another.import('org', await another.file('bad.ndjson', bad));
  expect(reports[0]).toMatchObject({ recordCount: 6, landed: { org_unit: 1 }, quarantinedCount: 5 });
  const text = formatRefused(reports);
  expect(text).toMatch(/expected one whole JSON object a line +2/);
  expect(text).toMatch(/type: a record of channel org: org_unit, target +2/);
  expect(text).toMatch(/expected text in UTF-8 +1/);
  expect((await listQuarantine(another.dataDir)).map(({ count }) => count)).toEqual([2, 2, 1]);
});

describe('the data folder is refused', () => {
  test('when it is a file', async () => {
    const file = await folder.file('data-file', 'x');
    const sentence = `${file} is a file: expected a folder for the data`;
    const lines = await folder.file('o.ndjson', ORG_LINES);
    const { importFiles } = await import('../../local/commands/import.ts');
    expect(await refusalOf(() => importFiles('org', [lines], file, listening()))).toBe(sentence);
    expect(await refusalOf(() => status(file))).toBe(sentence);
  });

  test('when it is somebody else’s', async () => {
    await folder.file('photos/cat.jpg', 'x');
    expect(await refusalOf(() => status(join(folder.root, 'photos')))).toMatch(
      /photos holds other things: expected an empty folder, or one that Echolake made/,
    );
  });

  test('when it is not there, by what only looks', async () => {
    const nowhere = join(folder.root, 'nowhere');
    const sentence = `there is no data at ${nowhere}: run "echolake start" or "echolake import" first`;
    for (const look of [() => status(nowhere), () => query('select 1', nowhere, 'json'), () => listQuarantine(nowhere)])
      expect(await refusalOf(look)).toBe(sentence);
  });

  test('when nothing is built in it yet, by what reads models', async () => {
    const another = await empty();
    await another.import('org', await another.file('org.ndjson', ORG_LINES));
    expect(await refusalOf(() => query('select 1', another.dataDir, 'json'))).toMatch(
      /nothing is built yet; run `echolake build`/,
    );
    expect((await status(another.dataDir)).warehouse.waiting_files).toEqual({ org_unit: 1 });
  });
});

describe('status', () => {
  test('says that the published build’s record is gone, and not that everything waits to be built', async () => {
    const other = await empty();
    await other.import('org', await other.file('org.ndjson', ORG_LINES));
    await other.build();
    await writeFile(join(other.dataDir, 'warehouse/published.json'), '{"build":"b000007"}');
    const text = formatStatus(await status(other.dataDir));
    expect(text).toMatch(/^published {2}b000007, whose record is gone: publish a kept build with "echolake rollback BUILD"$/m);
    expect(text).not.toMatch(/landed since/);
  });

  test('names a file of the lake that is not Parquet', async () => {
    const other = await empty();
    await other.import('org', await other.file('org.ndjson', ORG_LINES));
    await writeFile(join(other.dataDir, 'lake/bronze/org_unit/x.parquet'), 'x');
    expect(await refusalOf(() => status(other.dataDir))).toMatch(/x\.parquet: expected a Parquet file of lake table org_unit: /);
  });
});

describe('build', () => {
  test('--dry-run says what would be built and why, and builds nothing', async () => {
    const other = await empty();
    await other.import('org', await other.file('org.ndjson', ORG_LINES));
    const text = await planned(other.dataDir, ['+store'], false);
    expect(text).toMatch(
      /^model +build +why\n.*\nstg_org_unit +full +never built\nstore +full +never built\n\n0 models stay as they are$/,
    );
    expect((await status(other.dataDir)).warehouse.published).toBeNull();
    expect(await planned(folder.dataDir, [], false)).toBe('nothing to do: every model is up to date');
    expect(await refusalOf(() => planned(folder.dataDir, ['+stor'], false))).toBe('there is no model stor; the nearest is store');
  });

  test('audits tells that none failed', async () => {
    expect(formatFailures(await failedAudits(folder.dataDir))).toBe('no audit failed in the last builds');
    const build = { build: 'b000002', created_at: '2026-11-05T12:00:00.000Z', is_published: false };
    const audit = {
      model: 'store',
      audit: 'name not_null',
      severity: 'stop' as const,
      failing: 2,
      rows: [{ org_unit_id: 'S1', name: null }],
    };
    expect(formatFailures([{ ...build, audits: [audit] }])).toMatch(
      /^b000002 {2}.* {2}not published\n\nstore: name not_null \(stop\): 2 rows, the first 1\norg_unit_id +name\n.*\nS1 +null$/,
    );
  });
});

describe('start refuses', () => {
  test('a port that is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const address = other.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    expect(await refusalOf(() => listen(express(), port))).toBe(
      `port ${port} is taken: is Echolake running already? Choose another with --port`,
    );
    other.close();
  });

  test('a folder that another start serves', async () => {
    const release = await claimRunning(folder.dataDir, () => undefined);
    const request = { dataDir: folder.dataDir, port: 0, isEmpty: true, sample: { ...DEFAULTS, endDate: '2026-11-05' } };
    const starting = () => start({ ...request, signal: new AbortController().signal }, listening());
    expect(await refusalOf(starting)).toMatch(/is served by another "echolake start": stop that one, or choose another folder/);
    await release();
  });
});

describe('query refuses', () => {
  test.each([
    ['what writes', `create table t as select 1`, /expected a select, with, explain, describe or show; found CREATE/],
    ['what deletes', `delete from store`, /found DELETE/],
    ['what writes a file', `copy (select 1) to '/tmp/echolake-never.csv'`, /found COPY/],
    ['what hides behind a comment', `/* select */ drop view store`, /found DROP/],
    ['several statements', `select 1; select 2`, /expected one statement, found 2/],
    ['a file that is no model', `select * from read_csv('/etc/passwd')`, /./],
    ['a mistake', `selekt 1`, /found SELEKT/],
    ['a mistake further on', `select from from store`, /syntax error/i],
    ['a name that is none', `select nme from store`, /nme/],
    ['nothing', `  -- nothing`, /expected a query, found nothing/],
  ])('%s', async (_, sql, sentence) => {
    expect(await refusalOf(() => query(sql, folder.dataDir, 'json'))).toMatch(sentence);
  });
});

describe('other commands refuse', () => {
  test('a tier or a unit that is not there, and suggest the near one', async () => {
    expect(await refusalOf(() => readTier('manger'))).toMatch(/there is no tier manger; did you mean manager\? Tiers: frontline/);
    expect(await refusalOf(() => token('frontline', 'S071', 1, folder.dataDir))).toMatch(/no store S071; did you mean S017\?/);
    expect(await refusalOf(() => token('manager', 'eats', 1, folder.dataDir))).toMatch(/no region eats; did you mean east\?/);
  });

  test('a record or a build that is not there', async () => {
    expect(await refusalOf(() => showQuarantined(folder.dataDir, 'abc', false))).toMatch(/no record abc is in quarantine/);
    expect(await refusalOf(() => rollback('b000099', folder.dataDir))).toMatch(/b000099/);
    expect(await refusalOf(() => rollback(null, folder.dataDir))).toMatch(/./);
  });
});

const PROGRAM = join(import.meta.dirname, '../../local/bin/echolake.mjs');

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** The real program. `hangUp` closes its output after the first line, as `| head -1` does. */
async function echolake(args: readonly string[], hangUp = false): Promise<Ended> {
  const child = spawn(process.execPath, [PROGRAM, ...args], { cwd: folder.root, stdio: ['ignore', 'pipe', 'pipe'] });
  let [out, err] = ['', ''];
  child.stdout.on('data', (text) => {
    out += String(text);
    if (hangUp) child.stdout.destroy();
  });
  child.stderr.on('data', (text) => (err += String(text)));
  const [code] = await once(child, 'close');
  return { code, out, err };
}

/** Help of a command, from the program's own module in this process: a process for each would take longer than all else here. */
async function helpOf(command: readonly string[]): Promise<{ code: unknown; out: string }> {
  let out = '';
  let code: unknown;
  const listeners = [...process.listeners('SIGINT'), ...process.listeners('SIGTERM')];
  const spies = [
    vi.spyOn(process, 'argv', 'get').mockReturnValue(['node', 'echolake', ...command, '--help']),
    vi.spyOn(process.stdout, 'write').mockImplementation((text) => (out += String(text)) !== ''),
    vi.spyOn(process.stderr, 'write').mockReturnValue(true),
    vi.spyOn(process, 'exit').mockImplementation((given) => {
      code ??= given;
      throw new Error('ended'); // as an exit would, it goes no further
    }),
  ];
  try {
    vi.resetModules();
    await import('../../local/cli.ts');
  } finally {
    for (const spy of spies) spy.mockRestore();
    process.exitCode = undefined;
    for (const signal of ['SIGINT', 'SIGTERM'] as const)
      for (const added of process.listeners(signal)) if (!listeners.includes(added)) process.off(signal, added);
    process.stdout.removeAllListeners('error');
  }
  return { code, out };
}

describe('the program', () => {
  const SUBCOMMANDS = ['list', 'show', 'replay'].map((name) => ['quarantine', name]);
  const COMMANDS = ['start', 'import', 'build', 'query', 'status', 'quarantine', 'rollback', 'token'];

  test('has help for every command', async () => {
    const root = await echolake(['--help']);
    expect([root.code, root.err]).toEqual([0, '']);
    for (const name of COMMANDS) expect(root.out).toMatch(new RegExp(`^  ${name}\\b`, 'm'));
    for (const command of [...COMMANDS.map((name) => [name]), ...SUBCOMMANDS]) {
      const { code, out } = await helpOf(command);
      expect([command, code]).toEqual([command, 0]);
      expect(out).toContain(`Usage: echolake ${command.join(' ')} `);
      expect(out).toMatch(/--data <dir>|Commands:/);
    }
  });

  test.each([
    ['an unknown command, with the near one', ['quary', 'select 1'], /unknown command 'quary'[\s\S]*Did you mean query\?/],
    ['an option that is no number', ['start', '--port', 'http'], /expected a whole number from 0 to 65535/],
    ['an import that fails', ['import', 'olist', '/no/such.csv'], /^there is no file or folder \/no\/such\.csv\n$/],
  ])('ends with a sentence and no stack for %s', async (_, args, sentence) => {
    const { code, out, err } = await echolake(args);
    expect(code).toBe(1);
    expect(out).toBe('');
    expect(err).toMatch(sentence);
    expect(err).not.toMatch(/\n\s+at |node_modules/);
  });

  test('prints numbers as numbers in JSON, and as text those that JSON would round', async () => {
    const { out } = await echolake([
      'query',
      "select cast(7 as bigint) as n, cast(1.25 as decimal(18, 2)) as amount, cast('nan' as double) as nan, 9007199254740993 as wide, '12' as word",
      '--format',
      'json',
      '--data',
      folder.dataDir,
    ]);
    expect(JSON.parse(out)).toEqual([{ n: 7, amount: 1.25, nan: 'NaN', wide: '9007199254740993', word: '12' }]);
  });

  test('prints data on standard output that a script can read', async () => {
    const [asJson, asCsv, state] = await Promise.all([
      echolake(['query', 'select name, name_en, city from store', '--format', 'json', '--data', folder.dataDir]),
      echolake(['query', 'select name, name_en, city from store', '--format', 'csv', '--data', folder.dataDir]),
      echolake(['status', '--json', '--data', folder.dataDir]),
    ]);
    expect(JSON.parse(asJson.out)).toEqual([{ name: '杭州柳浪街店', name_en: 'Liulang Street, Hangzhou', city: null }]);
    expect(asCsv.out).toBe('name,name_en,city\n杭州柳浪街店,"Liulang Street, Hangzhou",\n');
    expect(JSON.parse(state.out)).toMatchObject({
      lake: [{ table: 'org_unit', row_count: 3 }],
      quarantine: {},
      warehouse: { published: 'b000001', waiting_files: {} },
    });
    expect([asJson, asCsv, state].map(({ code, err }) => [code, err])).toEqual([
      [0, ''],
      [0, ''],
      [0, ''],
    ]);
  });

  test('is quiet when its reader has had enough', async () => {
    const sql = 'select range as number from range(200000)';
    const { code, err } = await echolake(['query', sql, '--format', 'csv', '--data', folder.dataDir], true);
    expect([code, err]).toEqual([0, '']);
  });
});
