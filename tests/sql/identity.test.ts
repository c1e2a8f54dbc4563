import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { CONTRACTS } from '../../contracts/catalogue.ts';
import { SQL_DIR } from '../../local/commands/build.ts';
import type { BuildRecord } from '../../warehouse/build.ts';
import { type House, makeHouse } from '../warehouse/house.ts';

vi.setConfig({ testTimeout: 60_000 });

const KINDS = ['member', 'unionid', 'alipay', 'account', 'phone', 'email', 'device', 'cookie'] as const;

type Keys = Partial<Record<(typeof KINDS)[number], string>>;
interface Record_ extends Keys {
  readonly event: string;
  readonly day?: string;
  readonly version?: number;
}

let house: House;
let files = 0;
beforeEach(async () => {
  house = await makeHouse();
  files = 0;
});
afterEach(() => house.remove());

/** Customer records in a file of their own. Their keys stand in for pseudonyms. */
async function land(table: 'contact' | 'app_event', records: readonly Record_[]): Promise<void> {
  const rows = records.map(
    ({ event, day = '2026-11-05', version = 1, ...keys }) =>
      `select 'own/${event}' as event_id, ${version}::bigint as event_version, 'r-${event}-${version}' as record_id, 'members' as channel,
        timestamp '${day} 10:00:00' as occurred_at, date '${day}' as business_date, timestamp '2026-11-20 10:00:00' as received_at,
        1::bigint as contract_version, null::varchar as extra, 'look' as action,
        ${KINDS.map((kind) => `${keys[kind] === undefined ? 'null::varchar' : `'${keys[kind]}'`} as ${kind}_key`).join(', ')}`,
  );
  const columns = table === 'contact' ? '* exclude (action)' : '*';
  await house.landRaw(table, String((files += 1)).padStart(32, '0'), `select ${columns} from (${rows.join(' union all ')})`);
}

const build = (full = false): Promise<BuildRecord> =>
  house.build({
    sqlDir: SQL_DIR,
    contracts: CONTRACTS,
    select: ['+contact_identifier', '+contact_evidence', '+int_contact_event', '+contact'],
    full,
  });

/** Identifiers by contact: each contact a sorted list, and the lists sorted. */
async function groups(): Promise<string[]> {
  const rows = await house.query(
    `select contact_id, string_agg(identifier_key, ' ' order by identifier_key) as keys from contact_identifier group by contact_id order by keys`,
  );
  return rows.map(({ keys }) => String(keys));
}

async function idOf(key: string): Promise<unknown> {
  const [row] = await house.query(`select contact_id from contact_identifier where identifier_key = '${key}'`);
  return row?.['contact_id'];
}

describe('evidence', () => {
  it('joins what stands in one record, over as many records as it takes', async () => {
    await land('contact', [
      { event: 'a', member: 'm1', phone: 'p1' },
      { event: 'b', member: 'm1', unionid: 'u1' },
      { event: 'c', account: 'a1', phone: 'p1' },
      { event: 'd', member: 'm2', phone: 'p2' },
    ]);
    await land('app_event', [{ event: 'e', account: 'a1', cookie: 'c1' }]);
    await build();
    expect(await groups()).toEqual(['c1 m1 own/a1 p1 u1', 'm2 p2']);
  });

  it('that a later version of a record withdraws is evidence no more, and the elder keeps its id', async () => {
    await land('contact', [
      { event: 'a', member: 'm1', phone: 'p1', day: '2026-11-01' },
      { event: 'b', account: 'a1', phone: 'p1' },
    ]);
    await build();
    expect(await groups()).toEqual(['m1 own/a1 p1']);
    const before = await idOf('m1');
    await land('contact', [{ event: 'b', account: 'a1', phone: 'p2', version: 2 }]);
    await build();
    expect(await groups()).toEqual(['m1 p1', 'own/a1 p2']);
    expect(await idOf('m1')).toBe(before);
    await land('contact', [{ event: 'b', account: 'a1', phone: 'p1', version: 3 }]);
    await build();
    expect(await groups()).toEqual(['m1 own/a1 p1']);
    expect(await idOf('m1')).toBe(before);
  });

  it('says why, and why not', async () => {
    await land('contact', [
      { event: 'a', member: 'm1', phone: 'p1' },
      { event: 'b', member: 'm2', phone: 'p1' },
      { event: 'c', member: 'm2', device: 'd1' },
    ]);
    await build();
    expect(await house.query('select left_key, right_key, reason, source from contact_evidence order by 1, 2')).toEqual([
      { left_key: 'm1', right_key: 'p1', reason: 'shared identifier', source: 'contact' },
      { left_key: 'm2', right_key: 'd1', reason: 'seen together', source: 'contact' },
      { left_key: 'm2', right_key: 'p1', reason: 'shared identifier', source: 'contact' },
    ]);
  });
});

describe('guards', () => {
  it('keep a family apart that shares a phone and a device, and a person with two member numbers together', async () => {
    await land('contact', [
      { event: 'a', member: 'm1', unionid: 'u1', phone: 'p1' },
      { event: 'b', member: 'm2', unionid: 'u2', phone: 'p1' },
      { event: 'c', member: 'm3', unionid: 'u3', phone: 'p3' },
      { event: 'd', member: 'm4', unionid: 'u3', phone: 'p4' },
    ]);
    await land('app_event', [
      { event: 'e', member: 'm1', device: 'd1' },
      { event: 'f', member: 'm2', device: 'd1' },
      { event: 'g', device: 'd1', cookie: 'c1' },
    ]);
    await build();
    expect(await groups()).toEqual(['c1', 'd1', 'm1 u1', 'm2 u2', 'm3 m4 p3 p4 u3', 'p1']);
  });

  it('give a recycled phone to each person for a time', async () => {
    await land('contact', [
      { event: 'a', member: 'm1', phone: 'p1', day: '2026-01-05' },
      { event: 'b', member: 'm2', phone: 'p1', day: '2026-06-05' },
    ]);
    await land('app_event', [
      { event: 'c', phone: 'p1', day: '2026-02-01' },
      { event: 'd', phone: 'p1', day: '2026-07-01' },
    ]);
    await build();
    expect(await groups()).toEqual(['m1 p1', 'm2 p1']);
    const [one, two] = [await idOf('m1'), await idOf('m2')];
    expect(await house.query('select event_id, contact_id from int_contact_event order by event_id')).toEqual([
      { event_id: 'own/c', contact_id: one },
      { event_id: 'own/d', contact_id: two },
    ]);
  });

  it('take apart what only several steps would join, and tell', async () => {
    await land('contact', [
      { event: 'a', member: 'm1', phone: 'p1' },
      { event: 'b', member: 'm2', phone: 'p2' },
    ]);
    await land('app_event', [
      { event: 'c', phone: 'p1', email: 'e1' },
      { event: 'd', phone: 'p2', email: 'e1' },
    ]);
    const { warnings } = await build();
    expect(await groups()).toEqual(['e1', 'm1 p1', 'm2 p2']);
    expect(warnings).toMatchObject([{ model: 'int_contact', failing: 3 }]);
  });
});

describe('chains', () => {
  const chain = (length: number) =>
    Array.from({ length }, (_, i) => ({
      event: `l${i}`,
      [i % 2 ? 'email' : 'phone']: `k${i}`,
      [i % 2 ? 'phone' : 'email']: `k${i + 1}`,
    }));

  it('of 64 links, seen in the order of time, are one contact', async () => {
    await land(
      'app_event',
      chain(64).map((record, i) => ({ ...record, day: new Date(Date.UTC(2026, 0, 1 + i)).toISOString().slice(0, 10) })),
    );
    const { warnings } = await build();
    expect(warnings).toEqual([]);
    expect(await groups()).toHaveLength(1);
  });

  it('that are too long for the rounds stay several contacts, and an audit tells which', async () => {
    await land('app_event', chain(3_000));
    const { warnings } = await build();
    const left = Number((await house.query('select count(distinct contact_id) as n from contact_identifier'))[0]?.['n']);
    expect(left).toBeGreaterThan(1);
    expect(warnings).toMatchObject([
      { model: 'int_contact_link_5', audit: 'every chain of links came to its end', failing: left - 1 },
    ]);
  });
});

it('day after day and all at once give the same contacts, events and evidence', async () => {
  const days = Array.from({ length: 4 }, (_, i) => `2026-11-0${i + 1}`);
  const spin = (i: number) => (i * 7919) % 101;
  const eventsOf = (d: number) =>
    Array.from({ length: 40 }, (_, i): Record_ => {
      const who = spin(d * 40 + i) % 30;
      const two = [
        { member: `m${who}`, phone: `p${who >> 1}` },
        { phone: `p${who >> 1}`, cookie: `c${who}` },
        { account: `a${who}`, phone: `p${who}` },
        { device: `d${who % 11}`, member: `m${who}` },
        { cookie: `c${who}` },
      ];
      return { event: `${d}-${i}`, day: days[d] ?? '', ...two[spin(i) % two.length] };
    });
  const relations = ['contact_identifier', 'contact_evidence', 'int_contact_event', 'contact'];
  const read = () => Promise.all(relations.map((name) => house.query(`select * from ${name} order by all`)));
  for (const [d] of days.entries()) {
    await land('app_event', eventsOf(d));
    const { manifest } = await build();
    if (d > 0) expect(manifest.results['int_contact_event']?.mode).toBe('incremental');
  }
  const bit = await read();
  expect(bit.map((rows) => rows.length)).toEqual([expect.any(Number), expect.any(Number), 160, expect.any(Number)]);
  await build(true);
  expect(await read()).toEqual(bit);
});
