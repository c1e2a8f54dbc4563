import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Channel, RecordType } from './channel.ts';
import { channelNames, loadChannel } from './load.ts';

const FOLDER = fileURLToPath(new URL('.', import.meta.url));

const INTRO = `# Channels

Who may speak, and how it comes in. Written by \`npm run docs:channels\` from the folders under [channels/](../channels/README.md); each folder's
README has the format, the signature, and what is left out.

**X** is what customers felt, **O** what happened. A *webhook* is \`/collect/<channel>\`. *JSON lines*, a *JSON document* and a *table* (a file with a
header, such as CSV) are files for \`echolake import\`. The touchpoint is that of records which name none. A kiosk, a QR code on the table, a page, an
app or a mini program of your own needs no channel of its own: it sends to \`survey\`.
`;

const ORDER: readonly Channel['data'][] = ['X', 'X and O', 'O'];

/** The page about all channels, as Markdown. */
export async function catalogue(): Promise<string> {
  const channels = await Promise.all((await channelNames()).map(loadChannel));
  channels.sort((a, b) => ORDER.indexOf(a.data) - ORDER.indexOf(b.data));
  const lines = await Promise.all(channels.map(lineOf));
  const head =
    '| channel | data | about | comes in as | touchpoint | becomes | source |\n| --- | --- | --- | --- | --- | --- | --- |';
  return `${INTRO}\n${channels.length} channels.\n\n${head}\n${lines.join('\n')}\n`;
}

/** Writes {@link catalogue} to `docs/channels.md`. */
export async function writeCatalogue(): Promise<void> {
  await writeFile(join(FOLDER, '../docs/channels.md'), await catalogue());
}

async function lineOf(channel: Channel): Promise<string> {
  const tables = [...(await tablesOf(channel))].sort().map((table) => `\`${table}\``);
  const source = channel.source.startsWith('https://') ? `[${new URL(channel.source).hostname}](${channel.source})` : 'ours';
  const cells = [
    `[${channel.name}](../channels/${channel.name}/README.md)`,
    channel.data,
    channel.about,
    waysIn(channel).join(', '),
    channel.touchpoint === undefined ? '' : `\`${channel.touchpoint}\``,
    tables.join(', '),
    source,
  ];
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}

function waysIn({ webhook, recordTypes, recordTypeOf, documentRecords }: Channel): string[] {
  return [
    ...(webhook === undefined ? [] : ['webhook']),
    ...(recordTypeOf === undefined ? [] : ['JSON lines']),
    ...(documentRecords === undefined ? [] : ['JSON document']),
    ...(recordTypes.some(({ header }) => header !== undefined) ? ['table'] : []),
  ];
}

/** The lake tables that a channel's passing fixtures reach. */
async function tablesOf(channel: Channel): Promise<ReadonlySet<string>> {
  const folder = join(FOLDER, channel.name, 'fixtures');
  const tables = new Set<string>();
  for (const file of (await readdir(folder)).filter((name) => name.endsWith('.pass.json'))) {
    const record: unknown = JSON.parse(await readFile(join(folder, file), 'utf8'));
    const type = typeOf(channel, record);
    const parsed = type?.schema.safeParse(record);
    if (type === undefined || parsed?.success !== true) throw new Error(`${channel.name}: ${file} does not pass`);
    for (const { contract } of type.toEvents(parsed.data, { receivedAt: '2026-01-01T00:00:00.000Z' })) tables.add(contract.table);
  }
  return tables;
}

function typeOf({ recordTypeOf, recordTypes }: Channel, record: unknown): RecordType | undefined {
  return (
    recordTypeOf?.(record) ?? recordTypes.find(({ header }) => header?.every((column) => Reflect.has(Object(record), column)))
  );
}
