import { DuckDBInstance } from '@duckdb/node-api';

/** What every way of importing has to get right, under the names of the lake, and how it is compared. */
const COMPARED: Readonly<Record<string, string>> = {
  event_id: 'varchar',
  event_version: 'bigint',
  business_date: 'date',
  survey_id: 'varchar',
  org_unit_id: 'varchar',
  touchpoint: 'varchar',
  order_id: 'varchar',
  phone_key: 'varchar',
  email_key: 'varchar',
  unionid_key: 'varchar',
  started_at: 'timestamp',
  completed_at: 'timestamp',
  nps_score: 'bigint',
  csat_score: 'bigint',
  comment: 'varchar',
};

/** Rows and a digest over all compared cells, in no order. */
export async function digestOf(glob: string): Promise<{ readonly rows: number; readonly digest: string }> {
  const connection = await (await DuckDBInstance.create(':memory:', { threads: '2' })).connect();
  await connection.run(`set timezone = 'UTC'`);
  const cells = Object.entries(COMPARED).map(([name, type]) => `coalesce(cast(cast("${name}" as ${type}) as varchar), '∅')`);
  const reader = await connection.runAndReadAll(
    `select count(*)::int as row_count, md5(cast(sum(hash(concat_ws('|', ${cells.join(', ')}))::hugeint) as varchar)) as digest
     from read_parquet('${glob}', union_by_name = true)`,
  );
  const [row] = reader.getRowsJson();
  return { rows: Number(row?.[0]), digest: JSON.stringify(row?.[1]) };
}
