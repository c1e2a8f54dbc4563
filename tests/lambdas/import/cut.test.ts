import { Readable } from 'node:stream';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cutLines, cutPortions } from '../../../lambdas/import/cut.ts';

async function cut(text: Buffer, blockBytes: number, portionBytes: number) {
  const blocks = Array.from({ length: Math.ceil(text.length / blockBytes) }, (_, i) =>
    text.subarray(i * blockBytes, (i + 1) * blockBytes),
  );
  const portions: { text: string; before: number }[] = [];
  for await (const { bytes, before } of cutPortions('a.ndjson', Readable.from(blocks), cutLines, portionBytes)) {
    portions.push({ text: Buffer.from(bytes).toString('utf8'), before });
    structuredClone(bytes, { transfer: bytes.buffer instanceof ArrayBuffer ? [bytes.buffer] : [] }); // as a worker takes it
  }
  return portions;
}

test('every byte is in one portion, each but the last ends with a line, and the sizes of the blocks do not matter', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.stringMatching(/^[a好]{0,30}$/), { minLength: 1, maxLength: 40 }),
      fc.integer({ min: 4, max: 60 }),
      fc.integer({ min: 1, max: 50 }),
      fc.boolean(),
      async (lines, portionBytes, blockBytes, isEnded) => {
        const text = Buffer.from(lines.join('\n') + (isEnded ? '\n' : ''));
        const portions = await cut(text, blockBytes, portionBytes);
        expect(portions).toEqual(await cut(text, 1, portionBytes));
        expect(portions.map((portion) => portion.text).join('')).toBe(text.toString('utf8'));
        let before = 0;
        for (const portion of portions.slice(0, -1)) {
          expect(portion.text.endsWith('\n')).toBe(true);
          expect(portion.before).toBe(before);
          before += portion.text.split('\n').length - 1;
        }
      },
    ),
    { numRuns: 300 },
  );
});

test('a line longer than any record is refused, not held in memory', async () => {
  async function* endless(): AsyncGenerator<Uint8Array> {
    for (;;) yield Buffer.alloc(1 << 22, 'x');
  }
  const read = async () => {
    for await (const _ of cutPortions('a.ndjson', endless(), cutLines)) throw new Error('no record ends');
  };
  await expect(read()).rejects.toThrow(/a\.ndjson: after record 0: expected a record of at most \d+ bytes/);
});
