import { RefusedError } from '../../contracts/errors.ts';
import { MAX_RECORD_BYTES, PORTION_BYTES } from './portion.ts';

/** Whole records at the beginning of some bytes. */
interface Cut {
  /** Where the last of them ends; 0 when there is none. */
  readonly end: number;
  readonly count: number;
}

/** Finds whole records. */
export type Cutter = (bytes: Buffer) => Cut;

/**
 * Cuts a text into portions of whole records, with the number of records before each. The cut is the last one that fits, counted
 * from the portion's beginning, so that the sizes of the blocks which bring the bytes do not matter.
 * @throws {RefusedError} when a record does not end.
 */
export async function* cutPortions(
  source: string,
  blocks: AsyncIterable<Uint8Array>,
  cut: Cutter,
  portionBytes = PORTION_BYTES,
): AsyncGenerator<{ readonly bytes: Uint8Array; readonly before: number }> {
  let buffer = Buffer.allocUnsafeSlow(portionBytes);
  let length = 0;
  let before = 0;
  for await (const block of blocks) {
    let taken = 0;
    while (taken < block.length) {
      const part = block.subarray(taken, taken + buffer.length - length);
      buffer.set(part, length);
      taken += part.length;
      length += part.length;
      if (length < buffer.length) continue;
      const { end, count } = cut(buffer);
      const rest = buffer.subarray(end);
      if (rest.length >= Math.max(MAX_RECORD_BYTES, portionBytes))
        throw new RefusedError(
          422,
          `${source}: after record ${before + count}: expected a record of at most ${MAX_RECORD_BYTES} bytes`,
        );
      const next = Buffer.allocUnsafeSlow(Math.max(portionBytes, 2 * rest.length));
      next.set(rest);
      const portion = { bytes: buffer.subarray(0, end), before };
      before += count;
      buffer = next;
      length = rest.length;
      if (end > 0) yield portion; // whose memory may be given away, and is not looked at again
    }
  }
  if (length > 0) yield { bytes: buffer.subarray(0, length), before };
}

const NEWLINE = 0x0a;

/** Cuts after the last line. */
export const cutLines: Cutter = (bytes) => {
  let count = 0;
  let end = 0;
  for (let at = bytes.indexOf(NEWLINE); at !== -1; at = bytes.indexOf(NEWLINE, end)) {
    count++;
    end = at + 1;
  }
  return { end, count };
};
