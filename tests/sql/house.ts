import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadChannel } from '../../channels/load.ts';
import { CONTRACTS } from '../../contracts/catalogue.ts';
import { importDrop, ownHands } from '../../lambdas/import/import-drop.ts';
import { parquetWriter } from '../../lambdas/shared/parquet.ts';
import { SQL_DIR } from '../../local/commands/build.ts';
import { openInstallation } from '../../local/installation.ts';
import { buildWarehouse } from '../../warehouse/build.ts';
import { openPublished } from '../../warehouse/engines/duckdb/serving.ts';

type Row = Readonly<Record<string, unknown>>;

/** The project's own models, built over records that came in by their channels. */
export interface Built {
  readonly rows: (sql: string) => Promise<Row[]>;
  readonly close: () => Promise<void>;
}

export async function builtFrom(records: Readonly<Record<string, readonly object[]>>): Promise<Built> {
  const dataDir = await mkdtemp(join(tmpdir(), 'models-'));
  const ports = { ...(await openInstallation(dataDir)), toParquet: await parquetWriter() };
  for (const [channel, list] of Object.entries(records)) {
    const bytes = Buffer.from(list.map((record) => JSON.stringify(record)).join('\n'));
    async function* open() {
      yield bytes;
    }
    const drop = { name: `${channel}.ndjson`, open, receivedAt: '2026-11-06T18:00:00.000Z' };
    const report = await importDrop(drop, await loadChannel(channel), ports, ownHands(ports));
    if (report.quarantinedCount > 0) throw new Error(`${channel}: ${JSON.stringify(report.quarantined)}`);
  }
  await buildWarehouse({ dataDir, sqlDir: SQL_DIR, contracts: CONTRACTS, now: () => new Date() });
  const published = await openPublished(dataDir);
  const connection = await published.connect();
  return {
    rows: async (sql) => (await connection.runAndReadAll(sql)).getRowObjectsJS(),
    close: async () => {
      published.close();
      await rm(dataDir, { recursive: true });
    },
  };
}
