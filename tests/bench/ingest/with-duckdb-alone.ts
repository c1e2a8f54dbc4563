/**
 * The same job with all of it in SQL, reasons included: what one core can do where the check is written a second time, and in a laxer
 * way than the schema (it takes a number where a text is due). The ceiling.
 */
import { mkdirSync } from 'node:fs';
import { DuckDBInstance } from '@duckdb/node-api';
import { measured } from './run-child.ts';

const [file = '', out = '', keyHex = ''] = process.argv.slice(2);
const block = Buffer.alloc(64);
block.set(Buffer.from(keyHex, 'hex'));
const pad = (mask: number) => Buffer.from(block.map((byte) => byte ^ mask)).toString('hex');
const hmac = (text: string) =>
  `left(sha256(unhex('${pad(0x5c)}') || unhex(sha256(unhex('${pad(0x36)}') || encode(${text})))), 32)`;

const RECORD = JSON.stringify({
  type: 'VARCHAR',
  response_id: 'VARCHAR',
  survey_id: 'VARCHAR',
  order_id: 'VARCHAR',
  org_unit_id: 'VARCHAR',
  touchpoint: 'VARCHAR',
  status: 'VARCHAR',
  customer: { phone: 'VARCHAR', email: 'VARCHAR', unionid: 'VARCHAR' },
  started_at: 'VARCHAR',
  completed_at: 'VARCHAR',
  updated_at: 'VARCHAR',
  answers: [{ metric: 'VARCHAR', about: 'VARCHAR', score: 'JSON' }],
  comment: 'JSON',
});
const score = (metric: string) =>
  `list_extract(list_filter(r.answers, lambda a: a.metric = '${metric}' and a.about is null), 1).score::varchar`;
const REASONS: readonly (readonly [field: string, isWrong: string])[] = [
  ['record', 'not is_json'],
  ['response_id', `is_json and coalesce(r.response_id, '') = ''`],
  ['status', `is_json and coalesce(r.status not in ('completed', 'partial', 'dismissed'), true)`],
  ['completed_at', 'is_json and try_cast(r.completed_at as timestamp) is null'],
  ['answers', `is_json and nps is not null and not coalesce(regexp_full_match(nps, '[0-9]|10'), false)`],
  ['comment', `is_json and r.comment is not null and left(r.comment::varchar, 1) <> '"'`],
];

await measured(async () => {
  mkdirSync(out, { recursive: true });
  const connection = await (await DuckDBInstance.create(':memory:', { threads: '1' })).connect();
  await connection.run(`set timezone = 'UTC'`);
  const problems = REASONS.map(([field, isWrong]) => `case when ${isWrong} then '${field}' end`);
  await connection.run(`create temp table parsed as
    select *, list_filter([${problems.join(', ')}], lambda p: p is not null) as problems from (
      select line, is_json, r, ${score('nps')} as nps, ${score('csat')} as csat from (
        select line, json_valid(line) as is_json, json_transform(case when json_valid(line) then line end, '${RECORD}') as r
        from read_csv('${file}', columns = { line: 'VARCHAR' }, delim = chr(1), quote = '', escape = '', header = false,
          auto_detect = false)))`);
  await connection.run(`copy (
    select 'survey/' || r.response_id as event_id,
      epoch_ms(try_cast(coalesce(r.updated_at, r.completed_at) as timestamp)) as event_version,
      cast(try_cast(r.completed_at as timestamp) + interval 8 hour as date) as business_date,
      r.survey_id, r.org_unit_id, r.touchpoint, r.order_id,
      ${hmac(`'phone:86' || r.customer.phone`)} as phone_key,
      ${hmac(`'email:' || lower(r.customer.email)`)} as email_key,
      ${hmac(`'unionid:' || r.customer.unionid`)} as unionid_key,
      try_cast(r.started_at as timestamp) as started_at, try_cast(r.completed_at as timestamp) as completed_at,
      try_cast(nps as bigint) as nps_score, try_cast(csat as bigint) as csat_score,
      regexp_replace(r.comment ->> '$', '1[3-9][0-9]{9}', '[phone]', 'g') as comment,
      cast(r.answers as varchar) as answers
    from parsed where len(problems) = 0) to '${out}/rows.parquet' (format parquet, compression zstd, compression_level 1)`);
  await connection.run(`copy (select line, problems from parsed where len(problems) > 0) to '${out}/rejects.json'`);
  const refused = await connection.runAndReadAll('select count(*)::int from parsed where len(problems) > 0');
  return { refused: Number(refused.getRowsJson()[0]?.[0]) };
});
process.exit(0);
