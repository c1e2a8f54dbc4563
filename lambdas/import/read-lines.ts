const NEWLINE = 0x0a;
const utf8 = new TextDecoder('utf-8', { ignoreBOM: false });

/**
 * Lines of a byte stream, without their line ends. Decoded line by line: a line of plain ASCII then stays a one-byte
 * string, which parses faster. Bytes that are not UTF-8 become U+FFFD, for the caller to refuse that line alone.
 */
export async function* readLines(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const part of bytes) {
    const block = rest.length === 0 ? Buffer.from(part.buffer, part.byteOffset, part.byteLength) : Buffer.concat([rest, part]);
    let start = 0;
    for (let end = block.indexOf(NEWLINE); end !== -1; end = block.indexOf(NEWLINE, start)) {
      yield decodeLine(block, start, end);
      start = end + 1;
    }
    rest = block.subarray(start);
  }
  if (rest.length > 0) yield decodeLine(rest, 0, rest.length);
}

function decodeLine(block: Buffer, start: number, end: number): string {
  const until = end > start && block[end - 1] === 0x0d ? end - 1 : end;
  return utf8.decode(block.subarray(start, until));
}
