/** `echolake import CHANNEL FILE --data DIR --threads N`, without the start of the process. */
import { loadChannel } from '../../../channels/load.ts';
import { importFiles } from '../../../local/commands/import.ts';
import { openInstallation } from '../../../local/installation.ts';
import { measured } from './run-child.ts';

const [file = '', dataDir = '', threads = '1', channel = 'survey'] = process.argv.slice(2);
const silent = { update: () => undefined, done: () => undefined, warn: () => undefined, clear: () => undefined };

await openInstallation(dataDir); // makes the keys, where there are none
await loadChannel(channel);
await measured(async () => {
  const [report] = await importFiles(channel, [file], dataDir, silent, { threads: Number(threads) });
  return { refused: report?.quarantinedCount ?? null };
});
process.exit(0);
