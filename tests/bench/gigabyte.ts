/** A gigabyte of CSV through `echolake import`: the most memory that it holds. */
import { closeSync, mkdirSync, openSync, rmSync, statSync, writeSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isQuick, printTable } from './figures.ts';
import { runChild } from './ingest/run-child.ts';

const SIZES = isQuick ? [20e6, 60e6] : [100e6, 1e9];
const HEADER =
  'order_id,customer_id,order_status,order_purchase_timestamp,order_approved_at,order_delivered_carrier_date,order_delivered_customer_date,order_estimated_delivery_date';

/** Orders in the shape of Olist, each with an id of its own. */
function writeOrders(path: string, bytes: number): number {
  const file = openSync(path, 'w');
  let size = writeSync(file, `${HEADER}\n`);
  let count = 0;
  while (size < bytes) {
    const lines: string[] = [];
    for (let i = 0; i < 10_000; i++, count++) {
      const id = count.toString(16).padStart(32, '0');
      const day = `2018-03-${String(1 + (count % 28)).padStart(2, '0')}`;
      lines.push(`${id},"${id}",delivered,${day} 10:00:00,${day} 10:20:00,,${day} 18:00:00,2018-04-06 00:00:00`);
    }
    size += writeSync(file, `${lines.join('\n')}\n`);
  }
  closeSync(file);
  return count;
}

const root = await mkdtemp(join(tmpdir(), 'echolake-bench-'));
try {
  const rows: string[][] = [];
  for (const size of SIZES) {
    const file = join(root, 'olist_orders_dataset.csv');
    const count = writeOrders(file, size);
    for (const threads of ['1', '2']) {
      const out = join(root, 'data');
      mkdirSync(out);
      const worker = join(import.meta.dirname, 'ingest', 'with-echolake.ts');
      const { cpuSeconds, wallSeconds, peakMib, refused } = runChild(process.execPath, [
        '--import',
        'tsx',
        worker,
        file,
        out,
        threads,
        'olist',
      ]);
      if (refused !== 0) throw new Error(`${refused} orders were refused`);
      rmSync(out, { recursive: true });
      rows.push([
        `${(statSync(file).size / 1e6).toFixed(0)} MB, ${count.toLocaleString('en')} orders, ${threads} thread${threads === '1' ? '' : 's'}`,
        `${Math.round(peakMib)} MiB`,
        `${((cpuSeconds * 1e6) / count).toFixed(1)} µs`,
        `${wallSeconds.toFixed(1)} s`,
      ]);
    }
  }
  printTable(['CSV file', 'most memory', 'CPU a record', 'time'], rows);
} finally {
  rmSync(root, { recursive: true, force: true });
}
