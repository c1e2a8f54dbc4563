import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { UsageError } from '../contracts/errors.ts';

const TEMPLATE = fileURLToPath(new URL('kit/template/', import.meta.url));

/**
 * Writes a channel of that name into `channels`: the template, which passes all tests, under another name and one folder higher.
 * @throws {UsageError} when the name is none, or taken.
 */
export async function scaffoldChannel(name: string, channels: string): Promise<string[]> {
  if (!/^[a-z][a-z0-9]*(?:_[a-z0-9]+)*$/.test(name) || name === 'kit')
    throw new UsageError(`expected a name in lower case, such as acme_reviews, found "${name}"`);
  const folder = join(channels, name);
  await mkdir(folder).catch((cause: unknown) => {
    throw Reflect.get(Object(cause), 'code') === 'EEXIST'
      ? new UsageError(`there is a channel "${name}" already`, { cause })
      : cause;
  });
  await mkdir(join(folder, 'fixtures'));
  const files = (await readdir(TEMPLATE, { recursive: true })).filter((file) => /\.(?:ts|md|json)$/.test(file)).sort();
  for (const file of files) await writeFile(join(folder, file), movedUp(await readFile(join(TEMPLATE, file), 'utf8'), name));
  return files.map((file) => join(folder, file));
}

/** The template lies one folder deeper than a channel, beside the files of the kit. */
function movedUp(text: string, name: string): string {
  return text
    .replaceAll(/from '\.\.\/([\w-]+\.ts)'/g, "from '../kit/$1'")
    .replaceAll("from '../../channel.ts'", "from '../channel.ts'")
    .replaceAll("from '../../../contracts/", "from '../../contracts/")
    .replaceAll(/\btemplate\b/g, name);
}
