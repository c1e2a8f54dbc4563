/**
 * The same models, promises and rows by hand in DuckDB, by our runner and by dbt with dbt-duckdb, each as a process of its own: all of
 * 30 days, then one day more. dbt goes into a virtual environment in the user's cache. Run: npx tsx tests/bench/peers.ts [ROUNDS] [--quick]
 */
import { spawn } from 'node:child_process';
import { cp, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isQuick, printTable, quantile, spread } from './figures.ts';
import { installDbt, writeDbtProject } from './peers/dbt-project.ts';
import { landDays } from './peers/land.ts';

const ROUNDS = isQuick ? 1 : Number(process.argv.slice(2).find((word) => /^\d+$/.test(word)) ?? 3);
const DAYS = isQuick ? 5 : 30;
const VOLUME = { responses: 9_996, orders: 33_333 };

interface Run {
  readonly seconds: number;
  /** Of the process and its children; hardly differs when other work shares the machine. */
  readonly cpuSeconds: number;
  /** From the start of the process until it runs the first model's SQL. */
  readonly toFirstSql: number;
}

/** Runs a process to its end. `first` tells the line of its output at which the first SQL starts. */
async function run(
  program: string,
  args: readonly string[],
  first: RegExp,
  cwd = '.',
  env: NodeJS.ProcessEnv = {},
): Promise<Run> {
  const start = performance.now();
  const child = spawn('bash', ['-c', `TIMEFORMAT='cpu %U %S'; time "$0" "$@"`, program, ...args], {
    cwd,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const since = () => (performance.now() - start) / 1000;
  let [said, errors, toFirstSql] = ['', '', Number.NaN];
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString('utf8')));
  child.stdout.on('data', (chunk: Buffer) => {
    said += chunk.toString('utf8');
    if (Number.isNaN(toFirstSql) && first.test(said)) toFirstSql = since();
  });
  const status = await new Promise((resolve) => child.on('close', resolve));
  const cpu = /^cpu ([\d.]+) ([\d.]+)$/m.exec(errors);
  if (status !== 0 || cpu === null)
    throw new Error(`${program} ${args.join(' ')} ended with ${String(status)}:\n${said}${errors}`);
  return { seconds: since(), cpuSeconds: Number(cpu[1]) + Number(cpu[2]), toFirstSql };
}

const script = (name: string, ...args: readonly string[]) =>
  run(process.execPath, [fileURLToPath(new URL('peers/run.mjs', import.meta.url)), name, ...args], /^first SQL$/m);

const root = await mkdtemp(join(tmpdir(), 'echolake-peers-'));
try {
  const [lake, longer] = [join(root, 'lake'), join(root, 'longer')];
  await landDays(lake, VOLUME, 0, DAYS);
  await cp(lake, longer, { recursive: true });
  await landDays(longer, VOLUME, DAYS, DAYS + 1);
  const day = new Date(Date.parse('2026-03-01T00:00:00Z') + DAYS * 86_400_000).toISOString().slice(0, 10);
  const dbt = installDbt();
  const seen = join(root, 'seen'); // one path, as dbt reads its project again when a setting has changed
  const runDbt = async (command: string, project: string, data: string) => {
    await rm(seen, { force: true });
    await symlink(data, seen);
    return run(dbt ?? '', [command, '--profiles-dir', '.', '--vars', `day: '${day}'`], /1 of \d+ START/, join(root, project), {
      PEER_DATA: seen,
      PEER_DB: join(root, `${project}.duckdb`),
      DBT_SEND_ANONYMOUS_USAGE_STATS: 'False',
    });
  };
  for (const name of ['bare', 'build']) await script(name); // only compiles them
  const runs = { bare: [] as Run[], ours: [] as Run[], oursDay: [] as Run[], dbt: [] as Run[], dbtDay: [] as Run[] };
  for (let round = 0; round < ROUNDS; round += 1) {
    await rm(join(root, 'bare.duckdb'), { force: true });
    runs.bare.push(await script('bare', lake, join(root, 'bare.duckdb')));
    const data = join(root, `ours-${round}`);
    await cp(lake, data, { recursive: true });
    runs.ours.push(await script('build', data));
    await cp(longer, data, { recursive: true });
    runs.oursDay.push(await script('build', data));
    await rm(data, { recursive: true, force: true });
    if (dbt === null) continue;
    for (const [project, isIncremental] of [
      ['tables', false],
      ['daily', true],
    ] as const) {
      await rm(join(root, `${project}.duckdb`), { force: true });
      await writeDbtProject(join(root, project), isIncremental);
      if (round === 0) await runDbt('parse', project, lake); // to read the project the first time takes longer
      const whole = await runDbt('build', project, lake);
      if (!isIncremental) runs.dbt.push(whole);
      else runs.dbtDay.push(await runDbt('build', project, longer));
    }
  }
  const figures = (all: readonly Run[], pick: (one: Run) => number, digits = 1) =>
    all.length === 0 ? 'no Python here' : spread(all.map(pick), 's', digits);
  const median = (all: readonly Run[], pick: (one: Run) => number) => quantile(all.map(pick), 0.5);
  const ratio = (all: readonly Run[], other: readonly Run[]) =>
    [(one: Run) => one.seconds, (one: Run) => one.cpuSeconds]
      .map((pick) => (median(all, pick) / median(other, pick)).toFixed(2))
      .join(' (CPU ')
      .concat(')');
  const cells = (all: readonly Run[]) => [figures(all, ({ seconds }) => seconds), figures(all, ({ cpuSeconds }) => cpuSeconds)];
  console.log(
    `${(VOLUME.responses * DAYS).toLocaleString('en')} responses, ${(VOLUME.orders * DAYS).toLocaleString('en')} orders and the moves of ` +
      `${((VOLUME.responses * DAYS) / 12).toLocaleString('en')} tickets in ${DAYS} days, 14 models; whole processes.\n`,
  );
  const first = (all: readonly Run[]) => figures(all, ({ toFirstSql }) => toFirstSql, 2);
  printTable(
    ['', 'start to first SQL', `${DAYS} days`, 'CPU', 'one day more', 'CPU'],
    [
      ['SQL and tests by hand, a DuckDB file', first(runs.bare), ...cells(runs.bare), '', ''],
      ['Echolake, audits of keys besides', first(runs.ours), ...cells(runs.ours), ...cells(runs.oursDay)],
      ['`dbt build`, 2 threads', first(runs.dbt), ...cells(runs.dbt), ...cells(runs.dbtDay)],
    ],
  );
  console.log(
    `\nEcholake takes ${ratio(runs.ours, runs.bare)} of by hand; its ${DAYS} days take ${ratio(runs.ours, runs.oursDay)} of its day.`,
  );
  if (dbt !== null)
    console.log(
      `dbt takes ${ratio(runs.dbt, runs.bare)} of by hand; its day ${ratio(runs.dbtDay, runs.oursDay)} of ours. The slowest of ours took ` +
        `${Math.max(...runs.ours.map(({ seconds }) => seconds)).toFixed(1)} s, the fastest of dbt ${Math.min(...runs.dbt.map(({ seconds }) => seconds)).toFixed(1)} s.`,
    );
  if (dbt === null) console.log('dbt did not run: there is no python3 with venv on this machine.');
} finally {
  await rm(root, { recursive: true, force: true });
}
