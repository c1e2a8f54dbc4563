import { createRequire } from 'node:module';
import { Command } from '@commander-js/extra-typings';
import { EcholakeError, messageOf } from '../contracts/errors.ts';
import { importFiles, reasonsOf } from './commands/import.ts';
import { formatCount, formatTable, progressOn } from './progress.ts';

const { version } = createRequire(import.meta.url)('../package.json') as { version: string };

const program = new Command('echolake')
  .description('A warehouse for customer experience: what customers felt, joined with what happened.')
  .version(version)
  .showHelpAfterError('(run "echolake --help" for all commands)')
  .showSuggestionAfterError();

const dataOption = ['-d, --data <dir>', 'folder of the data', '.echolake'] as const;

program
  .command('import')
  .description('bring files through a channel into the lake')
  .argument('<channel>', 'folder under channels/, such as olist or survey')
  .argument('<path...>', 'files, or folders of files')
  .option(...dataOption)
  .option('--json', 'print the report as JSON')
  .action(async (channel, paths, { data, json }) => {
    const reports = await importFiles(channel, paths, data, progressOn(process.stderr));
    if (json === true) return print(JSON.stringify(reports, null, 2));
    const reasons = reasonsOf(reports);
    if (reasons.length > 0) {
      print(
        formatTable(
          ['in quarantine', 'records'],
          reasons.map(([reason, count]) => [reason, formatCount(count)]),
          new Set([1]),
        ),
      );
    }
  });

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

try {
  await program.parseAsync();
} catch (error) {
  process.stderr.write(
    `${error instanceof EcholakeError ? messageOf(error) : error instanceof Error ? error.stack : String(error)}\n`,
  );
  process.exitCode = 1;
}
