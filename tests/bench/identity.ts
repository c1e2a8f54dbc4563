/**
 * Contacts from five million identifiers: from staged events to the contact of every event, audits included.
 * Run: npx tsx tests/bench/identity.ts [persons]. A person has four identifiers on average.
 */
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { CONTRACTS } from '../../contracts/catalogue.ts';
import { landedKey } from '../../contracts/lake.ts';
import { SQL_DIR } from '../../local/commands/build.ts';
import { buildWarehouse } from '../../warehouse/build.ts';
import { openPublished } from '../../warehouse/engines/duckdb/serving.ts';

const persons = Number(process.argv.slice(2).findLast((word) => !word.startsWith('--')) ?? 1_250_000);
const KINDS = ['member', 'unionid', 'alipay', 'account', 'phone', 'email', 'device', 'cookie'] as const;
type Keys = Partial<Record<(typeof KINDS)[number], string>>;

/** A pseudonym of the right length for a number, the same in every table. */
const key = (kind: string, number = 'i') => `md5('${kind}' || (${number}))`;
const some = (condition: string, value: string) => `case when ${condition} then ${value} end`;

/** One record of each person that meets a condition, on some day of ninety. */
const records = (name: string, condition: string, keys: Keys) => `
  select 'bench/${name}' || i as event_id, 1::bigint as event_version, 'r' as record_id, 'pos' as channel,
    timestamp '2026-08-01 10:00:00' as occurred_at, date '2026-08-01' + cast(hash(i * 13 + ${name.length}) % 90 as int) as business_date,
    timestamp '2026-11-20 10:00:00' as received_at, 1::bigint as contract_version, null::varchar as extra,
    ${KINDS.map((kind) => `${keys[kind] ?? 'null::varchar'} as ${kind}_key`).join(', ')}
  from range(${persons}) t (i) where ${condition}`;

/** Every fiftieth phone is a family's. */
const phone = key('phone', 'case when i % 50 = 1 then i - 1 else i end');
const LAKE: Readonly<Record<string, string>> = {
  contact: `${records('crm', 'true', {
    member: key('member'),
    phone,
    unionid: some('i % 2 = 0', key('unionid')),
    device: some('i % 4 = 0', key('device')),
  })} union all ${records('app', 'i % 2 = 0', { account: key('account'), phone, cookie: some('i % 4 = 0', key('cookie')) })}`,
  app_event: `select *, 'look' as action from (${records('look', 'i % 4 = 0', { account: key('account'), cookie: key('cookie') })}
    union all ${records('store', 'true', {
      member: key('member'),
      unionid: some('i % 2 = 0', key('unionid')),
      device: some('i % 2 = 1', key('device')),
    })} union all ${records('delivery', 'i % 3 = 0', { phone })})`,
};

const IDENTITY = [
  'int_identity_event int_identity_record int_identity_set int_identifier int_identity_node int_identity_pair',
  'int_person_pair int_person_link_1 int_person_link_2 int_person_link_3 int_person int_person_meeting int_identity_refused int_identity_guard',
  'int_identity_place',
  'int_contact_pair int_contact_link_1 int_contact_link_2 int_contact_link_3 int_contact_link_4 int_contact_link_5',
  'int_contact_parent int_contact_node int_contact int_identity_contact int_contact_event int_contact_record',
].flatMap((names) => names.split(' '));
const STAGED = [
  'stg_app_event stg_campaign_touch stg_contact stg_conversation stg_order stg_payment stg_post stg_refund stg_review',
  'stg_survey_invite stg_survey_response stg_ticket stg_visit identifier_rule account_space',
].flatMap((names) => names.split(' '));

const root = await mkdtemp(join(tmpdir(), 'echolake-identity-'));
try {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  for (const [table, query] of Object.entries(LAKE)) {
    const path = join(root, 'lake', landedKey(table, '2026-11-20', '0'.repeat(32)));
    await mkdir(dirname(path), { recursive: true });
    await connection.run(`copy (${query}) to '${path}' (format parquet)`);
  }
  connection.closeSync();
  instance.closeSync();

  const options = { dataDir: root, sqlDir: SQL_DIR, contracts: CONTRACTS, now: () => new Date(), memoryLimit: '4GB' };
  await buildWarehouse({ ...options, select: STAGED });
  const [startedAt, cpu] = [performance.now(), process.cpuUsage()];
  const { manifest } = await buildWarehouse({ ...options, select: IDENTITY });
  const seconds = (performance.now() - startedAt) / 1000;
  const { user, system } = process.cpuUsage(cpu);

  const published = await openPublished(root);
  const reader = await published.connect();
  const [row] = (
    await reader.runAndReadAll(
      'select (select count(*) from int_identifier) as identifiers, (select count(*) from int_contact) as contacts, (select count(*) from int_contact_event) as events',
    )
  ).getRowObjectsJson();
  reader.closeSync();
  published.close();
  const count = (name: string) => Number(row?.[name]).toLocaleString('en');
  console.log(
    `${count('identifiers')} identifiers, ${count('contacts')} contacts, ${count('events')} events besides customer records\n`,
  );
  console.log('| model | s |\n| --- | --- |');
  for (const name of IDENTITY) {
    const ms = manifest.results[name]?.ms ?? 0;
    if (ms >= 100) console.log(`| ${name} | ${(ms / 1000).toFixed(1)} |`);
  }
  console.log(
    `| **all, two at once** | **${seconds.toFixed(1)}** |\n\nCPU ${((user + system) / 1e6).toFixed(0)} s, ${(process.resourceUsage().maxRSS / 2 ** 20).toFixed(1)} GiB resident at most, staging before included.`,
  );
} finally {
  await rm(root, { recursive: true, force: true });
}
