/** Survey responses from a file to Parquet: our own import beside other ways over the same file, whose rows have to be the same. */
import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { openInstallation } from '../../local/installation.ts';
import { isQuick, printTable, quantile } from './figures.ts';
import { digestOf } from './ingest/digest.ts';
import { dltPython } from './ingest/dlt-python.ts';
import { writeResponses } from './ingest/responses.ts';
import { runChild, type Spent } from './ingest/run-child.ts';

const COUNT = isQuick ? 30_000 : 300_000;
const ROUNDS = isQuick ? 1 : 3;
/** Events a CPU second of DuckDB alone, with reasons, on a machine that did nothing else (2026-11-21, two cores of a Xeon). */
const CEILING = 76_000;
const SCRIPTS = join(import.meta.dirname, 'ingest');

interface Way {
  readonly name: string;
  /** Its Parquet files, below the folder that it is given. */
  readonly rows: string;
  readonly keepsReasons: boolean;
  readonly run: (out: string) => Spent;
}

const root = await mkdtemp(join(tmpdir(), 'echolake-bench-'));
try {
  const file = join(root, 'responses.ndjson');
  const made = writeResponses(file, COUNT);
  const { dataDir } = await openInstallation(join(root, 'keys'));
  const keys = readFileSync(join(dataDir, 'keys.json'), 'utf8');
  const [key = ''] = z.object({ pseudonym_keys: z.array(z.string()) }).parse(JSON.parse(keys)).pseudonym_keys;
  const python = dltPython();

  const typescript = (script: string, ...args: readonly string[]) =>
    runChild(process.execPath, ['--import', 'tsx', join(SCRIPTS, script), file, ...args]);
  const ours = (threads: number): Way => ({
    name: `\`echolake import\`, ${threads === 1 ? 'one thread' : `${threads} threads`}`,
    rows: 'lake/bronze/survey_response/*/*.parquet',
    keepsReasons: true,
    run: (out) => {
      mkdirSync(out);
      writeFileSync(join(out, 'keys.json'), keys, { mode: 0o600 });
      return typescript('with-echolake.ts', out, String(threads));
    },
  });
  const other = (name: string, script: string): Way => ({
    name,
    rows: '*.parquet',
    keepsReasons: true,
    run: (out) => typescript(script, out, key),
  });
  const dlt = (name: string, mode: 'default' | 'arrow'): Way => ({
    name,
    rows: '**/survey_response/*.parquet',
    keepsReasons: mode === 'arrow',
    run: (out) => {
      mkdirSync(out);
      return runChild(python ?? 'python3', [join(SCRIPTS, 'with_dlt.py'), mode, file, out, key]);
    },
  });
  const [one, alone] = [ours(1), other('DuckDB, all in SQL', 'with-duckdb-alone.ts')];
  const ways: readonly Way[] = [
    one,
    ours(2),
    other('plain TypeScript', 'with-plain-typescript.ts'),
    alone,
    ...(python === null ? [] : [dlt('dlt as installed', 'default'), dlt('dlt with pyarrow tables', 'arrow')]),
  ];

  const found = new Map<Way, { readonly spent: Spent[]; readonly rows: number; readonly digest: string }>();
  for (let round = 0; round < ROUNDS; round++) {
    for (const [number, way] of ways.entries()) {
      const out = join(root, `out-${number}`);
      const spent = way.run(out);
      const known = found.get(way);
      if (known !== undefined) known.spent.push(spent);
      else found.set(way, { spent: [spent], ...(await digestOf(join(out, way.rows))) });
      rmSync(out, { recursive: true });
    }
  }
  const told = [...found].map(([{ name }, { rows, digest }]) => `${name}: ${rows} rows, ${digest}`);
  if (new Set([...found.values()].map(({ digest }) => digest)).size !== 1)
    throw new Error(`the ways made different rows:\n${told.join('\n')}`);

  const median = (way: Way, of: (spent: Spent) => number) => quantile((found.get(way)?.spent ?? []).map(of), 0.5);
  const microseconds = (way: Way) => median(way, ({ cpuSeconds }) => (cpuSeconds * 1e6) / COUNT);
  const whole = (value: number) => Math.round(value).toLocaleString('en');
  console.log(
    `${whole(COUNT)} responses of ${whole(statSync(file).size / COUNT)} bytes, ${whole(made.broken)} of them broken in seven ways; medians of ${ROUNDS}. ` +
      'CPU is of the whole process, from the first byte read to the last one written. All wrote the same rows. ' +
      'Ours also digests every record and every file, seals what it refuses, and reports fields it does not know.\n',
  );
  printTable(
    ['', 'CPU an event', 'events a CPU second', 'events a second', 'most memory', 'keeps reasons'],
    ways.map((way) => [
      way.name,
      `${microseconds(way).toFixed(1)} µs`,
      whole(1e6 / microseconds(way)),
      whole(COUNT / median(way, ({ wallSeconds }) => wallSeconds)),
      `${whole(median(way, ({ peakMib }) => peakMib))} MiB`,
      way.keepsReasons ? 'yes' : 'no',
    ]),
  );
  console.log(
    `\nOne thread of ours does ${whole((100 * microseconds(alone)) / microseconds(one))} % of what DuckDB does alone, and ${whole((100 * 1e6) / microseconds(one) / CEILING)} % of the ${whole(CEILING)} events a CPU second that it did on a quiet machine.`,
  );
  if (python === null) console.log('\ndlt is missing: it could not be installed here with pip.');
} finally {
  rmSync(root, { recursive: true, force: true });
}
