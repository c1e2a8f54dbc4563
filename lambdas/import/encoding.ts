import { isAscii, isUtf8 } from 'node:buffer';

/** Encodings that files come in. */
export const ENCODINGS = ['UTF-8', 'UTF-16LE', 'UTF-16BE', 'GB18030'] as const;
export type Encoding = (typeof ENCODINGS)[number];

/** How much of a file is looked at to tell its encoding. */
const HEAD_BYTES = 1 << 20;

const MARKS: readonly (readonly [mark: Buffer, encoding: Encoding])[] = [
  [Buffer.from([0xef, 0xbb, 0xbf]), 'UTF-8'],
  [Buffer.from([0xff, 0xfe]), 'UTF-16LE'],
  [Buffer.from([0xfe, 0xff]), 'UTF-16BE'],
];

/** What was in a record is lost: bytes that are no text. No replay can mend it. */
export function lostText(encoding: string): string {
  return `expected text in ${encoding}`;
}

/** Whether {@link lostText} was the reason. */
export function isLostText(reason: string): boolean {
  return ENCODINGS.some((encoding) => reason === lostText(encoding));
}

/**
 * The encoding of a file by its beginning: a byte order mark, else whichever of UTF-8 and GB18030 most of the lines fit that are not ASCII
 * alone. A few broken lines therefore do not turn a file in UTF-8 into Chinese that nobody wrote: they are refused.
 */
export function encodingOf(head: Buffer): Encoding {
  const marked = MARKS.find(([mark]) => head.subarray(0, mark.length).equals(mark));
  if (marked !== undefined) return marked[1];
  if (isUtf8(head)) return 'UTF-8';
  let [inUtf8, inGb] = [0, 0];
  for (let start = 0; start < head.length; ) {
    const found = head.indexOf(0x0a, start);
    if (found === -1 && start > 0) break; // may be cut off
    const line = head.subarray(start, found === -1 ? head.length : found);
    start += line.length + 1;
    if (isAscii(line)) continue;
    if (isUtf8(line)) inUtf8++;
    else if (isGb18030(line)) inGb++;
  }
  return inGb > inUtf8 ? 'GB18030' : 'UTF-8';
}

function isGb18030(line: Uint8Array): boolean {
  try {
    new TextDecoder('gb18030', { fatal: true }).decode(line);
    return true;
  } catch {
    return false;
  }
}

/** The text of a file in UTF-8, without a byte order mark. Bytes that do not fit another encoding become U+FFFD. */
export async function inUtf8(
  blocks: AsyncIterable<Uint8Array>,
  given?: Encoding,
): Promise<{ readonly encoding: Encoding; readonly blocks: AsyncIterable<Uint8Array> }> {
  const rest = blocks[Symbol.asyncIterator]();
  const parts: Uint8Array[] = [];
  for (let length = 0; length < HEAD_BYTES; ) {
    const { value, done } = await rest.next();
    if (done === true) break;
    parts.push(value);
    length += value.length;
  }
  const head = Buffer.concat(parts);
  const encoding = given ?? encodingOf(head.subarray(0, HEAD_BYTES));
  async function* all(): AsyncGenerator<Uint8Array> {
    const mark = MARKS.find(([bytes, marked]) => marked === encoding && head.subarray(0, bytes.length).equals(bytes));
    yield head.subarray(mark?.[0].length ?? 0);
    yield* { [Symbol.asyncIterator]: () => rest };
  }
  return { encoding, blocks: encoding === 'UTF-8' ? all() : transcoded(all(), encoding) };
}

async function* transcoded(blocks: AsyncIterable<Uint8Array>, encoding: Encoding): AsyncGenerator<Uint8Array> {
  const decoder = new TextDecoder(encoding.toLowerCase(), { ignoreBOM: true });
  for await (const block of blocks) yield Buffer.from(decoder.decode(block, { stream: true }));
  yield Buffer.from(decoder.decode());
}
