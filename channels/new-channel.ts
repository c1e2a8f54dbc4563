import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { messageOf } from '../contracts/errors.ts';
import { writeCatalogue } from './catalogue.ts';
import { scaffoldChannel } from './scaffold.ts';

/** `npm run new:channel NAME` */
try {
  const files = await scaffoldChannel(process.argv[2] ?? '', fileURLToPath(new URL('.', import.meta.url)));
  await writeCatalogue();
  for (const file of [...files, 'docs/channels.md']) console.log(relative('.', file));
} catch (error) {
  console.error(messageOf(error));
  process.exitCode = 1;
}
