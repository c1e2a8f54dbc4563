import type { Channel } from '../../channels/channel.ts';
import { RefusedError } from '../../contracts/errors.ts';
import { elementTexts } from '../shared/json-elements.ts';

/** The largest JSON document that is read: it has to be in memory as a whole. Lines of JSON have no such limit. */
const MAX_DOCUMENT_BYTES = 128 << 20;

/** How much of a file is looked at to tell lines from a document. */
const HEAD_BYTES = 1 << 20;

/**
 * What a `.json` file holds: the records of one document, a line of JSON each, or the file as it is when it turns out to be lines of JSON.
 * @throws {RefusedError} when it is a document that is too large, or another one than the channel takes.
 */
export async function readJsonFile(
  source: string,
  blocks: AsyncIterable<Uint8Array>,
  channel: Channel,
): Promise<{ readonly records: readonly string[] } | { readonly lines: AsyncIterable<Uint8Array> }> {
  const rest = blocks[Symbol.asyncIterator]();
  const parts: Uint8Array[] = [];
  let length = 0;
  const readUpTo = async (limit: number) => {
    while (length < limit) {
      const { value, done } = await rest.next();
      if (done === true) return;
      parts.push(value);
      length += value.length;
    }
  };
  async function* all(): AsyncGenerator<Uint8Array> {
    yield* parts;
    yield* { [Symbol.asyncIterator]: () => rest };
  }
  await readUpTo(HEAD_BYTES);
  if (beginsWithLines(Buffer.concat(parts))) return { lines: all() };
  await readUpTo(MAX_DOCUMENT_BYTES + 1);
  if (length > MAX_DOCUMENT_BYTES)
    throw new RefusedError(
      413,
      `${source}: expected a JSON document of at most ${MAX_DOCUMENT_BYTES} bytes; lines of JSON may be longer`,
    );
  const text = Buffer.concat(parts).toString('utf8').trim();
  const document = parsed(text);
  if (document === undefined) return { lines: all() };
  const records = channel.documentRecords?.(document).map((record) => JSON.stringify(record));
  return { records: records ?? (Array.isArray(document) ? elementTexts(text) : [text]).map(onOneLine) };
}

/** JSON has line breaks between its words only. */
function onOneLine(json: string): string {
  return json.replaceAll(/[\r\n]\s*/g, ' ');
}

/** Whether the first line is a JSON value by itself and something follows it. */
function beginsWithLines(head: Buffer): boolean {
  const text = head.toString('utf8').trimStart();
  const end = text.indexOf('\n');
  return end !== -1 && text.slice(end).trim() !== '' && parsed(text.slice(0, end)) !== undefined;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
