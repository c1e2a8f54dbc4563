import type { CfnTable } from 'aws-cdk-lib/aws-glue';
import type { Column, ColumnType } from '../contracts/column.ts';
import { type EventContract, lakeColumns } from '../contracts/event.ts';
import { lakeRelation, tablePrefix } from '../contracts/lake.ts';

/** Each storage type in the words of Glue, which are Hive's. */
const GLUE_TYPES: Readonly<Record<ColumnType, string>> = {
  varchar: 'string',
  bigint: 'bigint',
  double: 'double',
  boolean: 'boolean',
  timestamp: 'timestamp',
  date: 'date',
  'decimal(18,2)': 'decimal(18,2)',
  'array(varchar)': 'array<string>',
};

/** Glue refuses a column whose comment is longer. */
const COMMENT_BYTES = 255;

const HIVE = 'org.apache.hadoop.hive.ql.io.parquet';

/** The type that Athena reads a column by. */
export function glueType(type: ColumnType): string {
  return GLUE_TYPES[type];
}

/**
 * What Glue is told of one lake table: Parquet below `bronze/<table>/`, partitions projected over `dt`, the UTC day of
 * receipt, from `firstDay` until now. Nothing has to register a day: it is there as soon as a file is.
 * Plain data, so that a test engine can be given the very tables that are deployed.
 */
export function lakeTableInput(contract: EventContract, bucketName: string, firstDay: string) {
  const location = `s3://${bucketName}/${tablePrefix(contract.table)}`;
  return {
    name: lakeRelation(contract),
    description: `${contract.about} One row: one version of ${contract.grain}.`,
    tableType: 'EXTERNAL_TABLE',
    parameters: {
      EXTERNAL: 'TRUE',
      classification: 'parquet',
      contract_version: String(contract.version),
      'projection.enabled': 'true',
      'projection.dt.type': 'date',
      'projection.dt.format': 'yyyy-MM-dd',
      'projection.dt.range': `${firstDay},NOW`,
      'projection.dt.interval': '1',
      'projection.dt.interval.unit': 'DAYS',
      'storage.location.template': `${location}dt=\${dt}/`,
    },
    partitionKeys: [{ name: 'dt', type: 'string', comment: 'UTC day on which the file was received.' }],
    storageDescriptor: {
      location,
      inputFormat: `${HIVE}.MapredParquetInputFormat`,
      outputFormat: `${HIVE}.MapredParquetOutputFormat`,
      serdeInfo: { serializationLibrary: `${HIVE}.serde.ParquetHiveSerDe`, parameters: { 'serialization.format': '1' } },
      columns: Object.entries(lakeColumns(contract)).map(([name, column]) => ({
        name,
        type: glueType(column.type),
        comment: commentOf(column),
      })),
    },
  } satisfies CfnTable.TableInputProperty;
}

/** What the contract says of a column, cut at a character where Glue would refuse it. */
function commentOf(column: Column): string {
  const text = column.unit === undefined ? column.about : `${column.about} [${column.unit}]`;
  if (Buffer.byteLength(text) <= COMMENT_BYTES) return text;
  let cut = text.slice(0, COMMENT_BYTES);
  while (Buffer.byteLength(cut) > COMMENT_BYTES - 3) cut = cut.slice(0, -1);
  return `${cut}…`;
}
