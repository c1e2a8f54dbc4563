import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { RIG } from '../settings.ts';

export interface TrinoSettings {
  readonly folder: string;
  readonly port: number;
  readonly heapMb: number;
  /** Where S3 and Glue answer. */
  readonly awsUrl: string;
}

/** Writes the server's settings: one catalogue of Iceberg tables and one of Hive tables over the same Glue, each passing on what is the other's. */
export async function configureTrino(settings: TrinoSettings): Promise<void> {
  const catalogues = join(settings.folder, 'etc', 'catalog');
  await mkdir(catalogues, { recursive: true });
  await writeFile(join(settings.folder, 'etc', 'config.properties'), properties(serverProperties(settings)));
  await writeFile(join(settings.folder, 'etc', 'log.properties'), properties({ 'io.trino': 'ERROR', 'io.airlift': 'ERROR' }));
  await writeFile(join(catalogues, 'awsdatacatalog.properties'), properties({ ...ICEBERG, ...storage(settings.awsUrl) }));
  await writeFile(join(catalogues, 'hive.properties'), properties({ ...HIVE, ...storage(settings.awsUrl) }));
}

function serverProperties({ port, heapMb }: TrinoSettings): Record<string, string> {
  return {
    coordinator: 'true',
    'node-scheduler.include-coordinator': 'true',
    'http-server.http.port': String(port),
    'discovery.uri': `http://127.0.0.1:${port}`,
    'query.max-memory': `${Math.floor(heapMb * 0.6)}MB`,
    'query.max-memory-per-node': `${Math.floor(heapMb * 0.6)}MB`,
    'memory.heap-headroom-per-node': `${Math.floor(heapMb * 0.2)}MB`,
    'task.concurrency': '2',
    'task.max-worker-threads': '4',
    // One writer, so that its limit of partitions is the statement's.
    'task.max-writer-count': '1',
    'task.min-writer-count': '1',
    'query.max-history': '500',
    'query.min-expire-age': '5m',
    'web-ui.enabled': 'false',
    'sql.default-catalog': 'awsdatacatalog',
    'sql.default-schema': 'default',
    'sql.forced-session-time-zone': 'UTC',
  };
}

const ICEBERG = {
  'connector.name': 'iceberg',
  'iceberg.catalog.type': 'glue',
  'iceberg.file-format': 'PARQUET',
  'iceberg.hive-catalog-name': 'hive',
  // Athena writes no more partitions in one statement.
  'iceberg.max-partitions-per-writer': '100',
};

const HIVE = {
  'connector.name': 'hive',
  'hive.metastore': 'glue',
  'hive.iceberg-catalog-name': 'awsdatacatalog',
  'hive.timestamp-precision': 'MILLISECONDS',
  'hive.partition-projection-enabled': 'true',
  'hive.ignore-absent-partitions': 'true',
  'hive.non-managed-table-writes-enabled': 'true',
  'hive.parquet.time-zone': 'UTC',
  'hive.max-partitions-per-writers': '100',
};

function storage(awsUrl: string): Record<string, string> {
  return {
    'fs.native-s3.enabled': 'true',
    's3.endpoint': awsUrl,
    's3.path-style-access': 'true',
    's3.region': RIG.region,
    's3.aws-access-key': RIG.key,
    's3.aws-secret-key': RIG.key,
    'hive.metastore.glue.endpoint-url': awsUrl,
    'hive.metastore.glue.region': RIG.region,
    'hive.metastore.glue.aws-access-key': RIG.key,
    'hive.metastore.glue.aws-secret-key': RIG.key,
    // moto gives every segment all partitions.
    'hive.metastore.glue.partitions-segments': '1',
    'hive.metastore.glue.default-warehouse-dir': `s3://${RIG.bucket}/default/`,
  };
}

function properties(values: Readonly<Record<string, string>>): string {
  return Object.entries(values)
    .map(([name, value]) => `${name}=${value}\n`)
    .join('');
}
