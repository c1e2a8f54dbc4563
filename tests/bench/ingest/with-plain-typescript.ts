/**
 * The same job as anybody would write it: readline, `JSON.parse`, the channel's own zod schema, `createHmac`, a regular expression for
 * phones, DuckDB's appender. Reasons are kept.
 */
import { createHmac } from 'node:crypto';
import { createReadStream, mkdirSync, writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { type DuckDBAppender, DuckDBInstance } from '@duckdb/node-api';
import { responseSchema } from '../../../channels/survey/response.ts';
import { measured } from './run-child.ts';

const [file = '', out = '', keyHex = ''] = process.argv.slice(2);
const key = Buffer.from(keyHex, 'hex');
const PHONE = /(?<!\d)1[3-9]\d{9}(?!\d)/g;
const TYPES: Readonly<Record<string, string>> = {
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
  answers: 'varchar',
};

const pseudonym = (kind: string, value: string | null | undefined) =>
  value == null ? null : createHmac('sha256', key).update(`${kind}:${value}`).digest('hex').slice(0, 32);

function append(appender: DuckDBAppender, cell: string | number | null | undefined): void {
  if (cell == null) appender.appendNull();
  else if (typeof cell === 'number') appender.appendDouble(cell);
  else appender.appendVarchar(cell);
}

await measured(async () => {
  const connection = await (await DuckDBInstance.create(':memory:', { threads: '1' })).connect();
  const columns = Object.entries(TYPES).map(([name, type]) => `${name} ${type === 'bigint' ? 'double' : 'varchar'}`);
  await connection.run(`create temp table rows (${columns.join(', ')})`);
  const appender = await connection.createAppender('rows');
  const rejects: string[] = [];
  for await (const line of createInterface({ input: createReadStream(file), crlfDelay: Number.POSITIVE_INFINITY })) {
    const refuse = (problems: readonly string[]) => rejects.push(JSON.stringify({ line, problems }));
    let value: unknown;
    try {
      value = JSON.parse(line);
    } catch {
      refuse(['expected JSON']);
      continue;
    }
    const { data: record, error } = responseSchema.safeParse(value);
    if (record === undefined) {
      refuse(error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`) ?? []);
      continue;
    }
    const overall = (metric: string) => record.answers.find((one) => one.metric === metric && one.about == null)?.score;
    const nps = overall('nps');
    if (nps != null && !(Number.isInteger(nps) && nps >= 0 && nps <= 10)) {
      refuse(['answers: expected an nps score from 0 to 10']);
      continue;
    }
    const phone = record.customer?.phone;
    const cells = [
      `survey/${record.response_id}`,
      Date.parse(record.updated_at ?? record.completed_at ?? ''),
      new Date(Date.parse(record.completed_at ?? '') + 8 * 3_600_000).toISOString().slice(0, 10),
      record.survey_id,
      record.org_unit_id,
      record.touchpoint,
      record.order_id,
      pseudonym('phone', phone == null ? null : `86${phone}`),
      pseudonym('email', record.customer?.email?.toLowerCase()),
      pseudonym('unionid', record.customer?.unionid),
      record.started_at,
      record.completed_at,
      nps,
      overall('csat'),
      record.comment?.replace(PHONE, '[phone]'),
      JSON.stringify(record.answers),
    ];
    for (const cell of cells) append(appender, cell);
    appender.endRow();
  }
  appender.closeSync();
  mkdirSync(out, { recursive: true });
  const stored = Object.entries(TYPES).map(([name, type]) => `cast(${name} as ${type}) as ${name}`);
  await connection.run(
    `copy (select ${stored.join(', ')} from rows) to '${out}/rows.parquet' (format parquet, compression zstd)`,
  );
  writeFileSync(`${out}/rejects.ndjson`, rejects.join('\n'));
  return { refused: rejects.length };
});
process.exit(0);
