/** `land` over messages in a file, in a process that has done nothing before: as a function starts cold. The store keeps nothing. */
const began = performance.now();
const { readFileSync } = await import('node:fs');
const { landMessages } = await import('../../../lambdas/land/land-messages.ts');
const { parquetWriter } = await import('../../../lambdas/shared/parquet.ts');
const toParquet = await parquetWriter();
const readyMs = performance.now() - began;

let bytes = 0;
const store = {
  putNew: (_key: string, content: Uint8Array) => {
    bytes = content.length;
    return Promise.resolve('written' as const);
  },
  put: () => Promise.resolve(),
  get: () => Promise.resolve(null),
  read: () => {
    throw new Error('nothing is kept here');
  },
  async *list() {},
  delete: () => Promise.resolve(),
};
const bodies: string[] = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8'));
const messages = bodies.map((body, i) => ({ id: String(i), body, receipt: String(i) }));

async function land(): Promise<number> {
  const start = performance.now();
  const { unreadable } = await landMessages(messages, store, toParquet);
  if (unreadable.length > 0) throw new Error('a message is unreadable');
  return performance.now() - start;
}

const firstMs = await land();
const laterMs = await land();
console.log(JSON.stringify({ readyMs, firstMs, laterMs, bytes }));
process.exit(0);
