import { Command, InvalidArgumentError, Option } from '@commander-js/extra-typings';
import { EcholakeError, messageOf } from '../contracts/errors.ts';
import { TIERS } from '../cube/token.ts';
import { ENCODINGS } from '../lambdas/import/encoding.ts';
import packageJson from '../package.json' with { type: 'json' };
import { FORMATS } from './formats.ts';
import { progressOn } from './progress.ts';
import { DEFAULTS } from './sample/options.ts';

// Commands are imported when they are called: `--help` has no need of DuckDB.
const progress = progressOn(process.stderr);
const interrupted = new AbortController();

const program = new Command('echolake')
  .description('A warehouse for customer experience: what customers felt, joined with what happened.')
  .version(packageJson.version)
  .showHelpAfterError('(add --help for all options)')
  .showSuggestionAfterError();

const dataOption = ['-d, --data <dir>', 'folder of the data', '.echolake'] as const;

program
  .command('start')
  .description('run the whole stack on this machine; the first time it makes the sample company')
  .option(...dataOption)
  .option('-p, --port <port>', 'port on 127.0.0.1', wholeNumber(0, 65_535), 4000)
  .option('--empty', 'without the sample company', false)
  .option('--days <days>', 'days of the sample company', wholeNumber(1, 3_660), DEFAULTS.days)
  .option('--scale <factor>', 'size of the sample company: 1 is about 300,000 orders in 90 days', positiveNumber, DEFAULTS.scale)
  .option('--end <date>', 'last day of the sample company (default: yesterday)', isoDay)
  .option('--seed <seed>', 'equal seeds make equal companies', wholeNumber(0, 2 ** 31), DEFAULTS.seed)
  .action(async ({ data, port, empty, days, scale, end, seed }) => {
    const { start } = await import('./commands/start.ts');
    const sample = { seed, days, scale, stores: DEFAULTS.stores, endDate: end ?? yesterday() };
    const running = await start({ dataDir: data, port, isEmpty: empty, sample, signal: interrupted.signal }, progress);
    print(`\n  Echolake is at ${running.url}\n`);
    if (!empty) print(`  Sign in there as one of the sample people; all of them are invented.\n`);
    print('  Ctrl-C stops it.');
    await new Promise<void>((resolve) => {
      if (interrupted.signal.aborted) resolve();
      interrupted.signal.addEventListener('abort', () => resolve(), { once: true });
    });
    progress.update('stopping');
    await running.stop();
    progress.done('stopped');
  });

program
  .command('import')
  .description('bring files through a channel into the lake')
  .argument('<channel>', 'folder under channels/, such as olist or survey')
  .argument('<path...>', 'files, or folders of files')
  .option(...dataOption)
  .addOption(new Option('--encoding <encoding>', 'of text files; told by their bytes unless given').choices(ENCODINGS))
  .option('--threads <threads>', 'threads to work with (default: one a core)', wholeNumber(1, 64))
  .option('--json', 'print the report as JSON', false)
  .option('-m, --map <file>', 'of a table: which column is which field')
  .option('--guess', 'of a table: print a first map of the file, and import nothing', false)
  .option('--contract <name>', 'with --guess: the contract to map to')
  .option('--zone <zone>', 'with --guess: the zone of its times', 'Asia/Shanghai')
  .action(async (channel, paths, { data, json, encoding, threads, map, guess, contract, zone }) => {
    if (guess) {
      const { guessTable } = await import('./commands/import-table.ts');
      for (const path of paths) print((await guessTable(path, contract, zone)).trimEnd());
      return;
    }
    const { formatRefused, importFiles } = await import('./commands/import.ts');
    const options = {
      ...(encoding !== undefined && { encoding }),
      ...(threads !== undefined && { threads }),
      mapPath: map,
    };
    const reports = await importFiles(channel, paths, data, progress, options);
    const text = json ? JSON.stringify(reports, null, 2) : formatRefused(reports);
    if (text !== '') print(text);
  });

program
  .command('build')
  .description('run the models that have work, audit them, publish')
  .option(...dataOption)
  .option('-s, --select <model...>', 'only these models; +model with what it reads, model+ with what reads it', [])
  .option('--full', 'whole models, whatever changed', false)
  .option('--dry-run', 'print what would be built, and why', false)
  .option('--deadline <minutes>', 'stop a build that takes longer', positiveNumber)
  .option('--memory <size>', 'memory that the build may use, such as 4GB (default: 80 % of the machine)', memorySize)
  .action(async ({ data, select, full, dryRun, deadline, memory }) => {
    const { build, planned } = await import('./commands/build.ts');
    if (dryRun) return print(await planned(data, [...select], full));
    const deadlineMs = deadline === undefined ? undefined : deadline * 60_000;
    const request = { dataDir: data, select: [...select], full, memoryLimit: memory, deadlineMs };
    await build({ ...request, signal: interrupted.signal }, progress);
  });

program
  .command('query')
  .description('read-only SQL over the published models')
  .argument('<sql>', 'one statement, in the SQL of Athena')
  .option(...dataOption)
  .addOption(new Option('-f, --format <format>', 'how rows are printed').choices(FORMATS).default('table' as const))
  .action(async (sql, { data, format }) => {
    const { query } = await import('./commands/query.ts');
    print(await query(sql, data, format));
  });

program
  .command('status')
  .description('lake, quarantine and builds')
  .option(...dataOption)
  .option('--json', 'for a script', false)
  .action(async ({ data, json }) => {
    const { formatStatus, status } = await import('./commands/status.ts');
    const found = await status(data);
    print(json ? JSON.stringify(found, null, 2) : formatStatus(found));
  });

program
  .command('audits')
  .description('rows that broke audits in the last builds')
  .option(...dataOption)
  .option('-m, --model <model>', 'only of this model')
  .option('--json', 'for a script', false)
  .action(async ({ data, model, json }) => {
    const { failedAudits, formatFailures } = await import('./commands/audits.ts');
    const found = await failedAudits(data, model);
    print(json ? JSON.stringify(found, null, 2) : formatFailures(found));
  });

const quarantine = program.command('quarantine').description('what was refused, and why; send it again after a fix');

quarantine
  .command('list')
  .description('reasons, most frequent first')
  .option(...dataOption)
  .option('-c, --channel <channel>', 'only this channel')
  .option('--json', 'for a script', false)
  .action(async ({ data, channel, json }) => {
    const { formatQuarantine, listQuarantine } = await import('./commands/quarantine.ts');
    const groups = await listQuarantine(data, channel);
    print(json ? JSON.stringify(groups, null, 2) : formatQuarantine(groups));
  });

quarantine
  .command('show')
  .description('one record with its reasons')
  .argument('<record>', 'id of the record, or its beginning')
  .option(...dataOption)
  .option('--raw', 'with the record as it was sent, which may be personal', false)
  .action(async (record, { data, raw }) => {
    const { showQuarantined } = await import('./commands/quarantine.ts');
    print(JSON.stringify(await showQuarantined(data, record, raw), null, 2));
  });

quarantine
  .command('replay')
  .description('send refused records through their channel again')
  .option(...dataOption)
  .option('-c, --channel <channel>', 'only this channel')
  .action(async ({ data, channel }) => {
    const { replayQuarantine } = await import('./commands/quarantine.ts');
    await replayQuarantine(data, channel, progress);
  });

quarantine
  .command('expire')
  .description('remove what has lain there long, for good')
  .option(...dataOption)
  .option('-c, --channel <channel>', 'only this channel')
  .option('--older-than <days>', 'days since it was received', wholeNumber(0, 36_500), 90)
  .action(async ({ data, channel, olderThan }) => {
    const { expireQuarantine } = await import('./commands/quarantine.ts');
    await expireQuarantine(data, channel, olderThan, progress);
  });

program
  .command('rollback')
  .description('publish an earlier build')
  .argument('[build]', 'such as b000012; the one before the published one when left out')
  .option(...dataOption)
  .action(async (build, { data }) => {
    const { rollback } = await import('./commands/rollback.ts');
    progress.done(`published ${await rollback(build ?? null, data)} again`);
  });

program
  .command('docs')
  .description('write a page for each model: what a row is, columns, lineage, audits')
  .option(...dataOption)
  .option('-o, --out <dir>', 'folder of the pages', 'dist/docs')
  .action(async ({ data, out }) => {
    const { docs } = await import('./commands/docs.ts');
    await docs(data, out, progress);
  });

program
  .command('rotate-key')
  .description('a new pseudonym key, and every pseudonym carried over to it')
  .option(...dataOption)
  .option('--finish', 'no new key: go on with what an earlier rotation left', false)
  .action(async ({ data, finish }) => {
    const { rotateKey } = await import('./commands/rotate-key.ts');
    await rotateKey({ dataDir: data, isFinishing: finish, signal: interrupted.signal }, progress);
  });

program
  .command('token')
  .description('a signed token for the API')
  .requiredOption('-t, --tier <tier>', TIERS.join(', '))
  .requiredOption('-u, --unit <unit>', 'org unit: a store for frontline, a region for manager, the company for the others')
  .option('--hours <hours>', 'how long it is good for', positiveNumber, 12)
  .option(...dataOption)
  .action(async ({ tier, unit, hours, data }) => {
    const { readTier, token } = await import('./commands/token.ts');
    print(await token(readTier(tier), unit, hours, data));
  });

function wholeNumber(min: number, max: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!Number.isInteger(value) || value < min || value > max)
      throw new InvalidArgumentError(`expected a whole number from ${min} to ${max}`);
    return value;
  };
}

function positiveNumber(text: string): number {
  const value = Number(text);
  if (!Number.isFinite(value) || value <= 0) throw new InvalidArgumentError('expected a number above 0');
  return value;
}

function memorySize(text: string): string {
  if (!/^\d+(\.\d+)?(MB|GB|MiB|GiB)$/.test(text)) throw new InvalidArgumentError('expected a size like 512MB or 4GB');
  return text;
}

function isoDay(text: string): string {
  const isDay = /^\d{4}-\d\d-\d\d$/.test(text) && new Date(`${text}T00:00:00Z`).toISOString().startsWith(text);
  if (!isDay) throw new InvalidArgumentError('expected a day like 2026-11-05');
  return text;
}

/** The day before today in UTC, so that nothing in the sample lies in the future. */
function yesterday(): string {
  return new Date(Date.now() - 86_400_000).toISOString().slice(0, 10);
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

/** The first signal asks to stop cleanly, the second does not ask. */
function onSignal(signal: NodeJS.Signals): void {
  if (interrupted.signal.aborted) process.exit(130);
  interrupted.abort(new EcholakeError(`stopped by ${signal}; what was landed and published stays`));
}
process.on('SIGINT', onSignal);
process.on('SIGTERM', onSignal);
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0); // the reader had enough, as in `| head`
});

try {
  await program.parseAsync();
} catch (error) {
  progress.clear();
  const isOurs = error instanceof EcholakeError;
  process.stderr.write(`${isOurs ? messageOf(error) : error instanceof Error ? error.stack : String(error)}\n`);
  process.exitCode = interrupted.signal.aborted ? 130 : 1;
}
