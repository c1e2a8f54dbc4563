import { parentPort, workerData } from 'node:worker_threads';
import { z } from 'zod';
import { loadChannel } from '../channels/load.ts';
import { importDrop } from '../lambdas/import/import-drop.ts';
import { parquetWriter } from '../lambdas/shared/parquet.ts';
import { openInstallation } from './installation.ts';
import { sampleDrops } from './sample/plan.ts';

const { dataDir, options, share, shares } = z
  .object({
    dataDir: z.string(),
    options: z.object({ seed: z.number(), days: z.number(), endDate: z.string(), scale: z.number() }),
    /** This worker takes every drop whose number leaves this remainder. */
    share: z.int(),
    shares: z.int(),
  })
  .parse(workerData);

/** Lines handed over together; a line at a time would cost more than the line. */
const LINES = 500;

async function* asBytes(records: Iterable<object>): AsyncGenerator<Uint8Array> {
  let lines: string[] = [];
  for (const record of records) {
    lines.push(JSON.stringify(record));
    if (lines.length >= LINES) {
      yield Buffer.from(`${lines.join('\n')}\n`);
      lines = [];
    }
  }
  if (lines.length > 0) yield Buffer.from(`${lines.join('\n')}\n`);
}

const ports = { ...(await openInstallation(dataDir)), toParquet: await parquetWriter() };
const drops = [...sampleDrops(options)];
for (const [i, drop] of drops.entries()) {
  if (i % shares !== share) continue;
  const { channel: name, receivedAt, records } = drop;
  const report = await importDrop(
    { name: `${drop.name}.ndjson`, receivedAt, open: () => asBytes(records()) },
    await loadChannel(name),
    ports,
  );
  const rows = Object.values(report.landed).reduce((sum, count) => sum + count, report.duplicateRowCount);
  parentPort?.postMessage({
    drop: i,
    dropCount: drops.length,
    records: report.recordCount,
    rows,
    quarantined: report.quarantinedCount,
  });
}
