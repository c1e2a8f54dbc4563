import { Readable } from 'node:stream';
import { expect, test } from 'vitest';
import { encodingOf, inUtf8 } from '../../../lambdas/import/encoding.ts';

const TEXT = '订单,评论\n1,好吃，就是上菜慢\n2,ok\n';
/** The same text in GB18030, from the code table of GB 18030-2005. */
const IN_GB = Buffer.from('b6a9b5a52cc6c0c2db0a312cbac3b3d4a3acbecdcac7c9cfb2cbc2fd0a322c6f6b0a', 'hex');
const mark = (bytes: readonly number[], text: Buffer) => Buffer.concat([Buffer.from(bytes), text]);
const swapped = (text: Buffer) => Buffer.from(text).swap16();

const FILES = {
  'UTF-8': Buffer.from(TEXT),
  'UTF-8 with a mark': mark([0xef, 0xbb, 0xbf], Buffer.from(TEXT)),
  UTF16LE: mark([0xff, 0xfe], Buffer.from(TEXT, 'utf16le')),
  UTF16BE: mark([0xfe, 0xff], swapped(Buffer.from(TEXT, 'utf16le'))),
  GB18030: IN_GB,
};

async function textOf(file: Buffer, blockBytes: number): Promise<string> {
  const blocks = Array.from({ length: Math.ceil(file.length / blockBytes) }, (_, i) =>
    file.subarray(i * blockBytes, (i + 1) * blockBytes),
  );
  const parts: Uint8Array[] = [];
  for await (const part of (await inUtf8(Readable.from(blocks))).blocks) parts.push(part);
  return Buffer.concat(parts).toString('utf8');
}

test.each(Object.entries(FILES))('%s is read as the text it is, however its bytes come', async (_name, file) => {
  for (const blockBytes of [1, 3, 1_000]) expect(await textOf(file, blockBytes)).toBe(TEXT);
});

test('a broken line does not turn a file in UTF-8 into GB18030', () => {
  const broken = Buffer.concat([Buffer.from(TEXT), Buffer.from([0xba, 0xc3, 0x0a])]);
  expect(encodingOf(broken)).toBe('UTF-8');
  expect(encodingOf(Buffer.from([0xff, 0xff, 0x0a]))).toBe('UTF-8');
  expect(encodingOf(Buffer.alloc(0))).toBe('UTF-8');
});
