/** The most that is looked at for the line of the columns' names. */
const HEAD_BYTES = 64 << 10;

const NEWLINE = 0x0a;
const DELIMITERS = [',', ';', '\t'];

/**
 * What sets the columns of a `.csv` apart, by its first line: a comma, unless there is none in it. Where the comma stands before decimals,
 * spreadsheets write semicolons.
 */
export async function findDelimiter(
  blocks: AsyncIterable<Uint8Array>,
): Promise<{ readonly delimiter: string; readonly blocks: AsyncIterable<Uint8Array> }> {
  const rest = blocks[Symbol.asyncIterator]();
  const parts: Uint8Array[] = [];
  const seen = new Set<number>();
  for (let length = 0; length < HEAD_BYTES; ) {
    const next = await rest.next();
    if (next.done === true) break;
    parts.push(next.value);
    length += next.value.length;
    const end = next.value.indexOf(NEWLINE);
    for (const byte of end === -1 ? next.value : next.value.subarray(0, end)) seen.add(byte);
    if (end !== -1) break;
  }
  async function* all(): AsyncGenerator<Uint8Array> {
    yield* parts;
    yield* { [Symbol.asyncIterator]: () => rest };
  }
  return { delimiter: DELIMITERS.find((sign) => seen.has(sign.charCodeAt(0))) ?? ',', blocks: all() };
}
