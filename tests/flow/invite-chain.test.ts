import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { SIGNATURE_HEADER, sign } from '../../channels/kit/signature.ts';
import { collect } from '../../lambdas/collect/collect.ts';
import { parseRules, tablesOf } from '../../lambdas/shared/listening-rules.ts';
import { keyedBy } from '../../lambdas/shared/intake.ts';
import { folderQueue } from '../../local/adapters/folder-queue.ts';
import { build } from '../../local/commands/build.ts';
import { openInstallation, queueDir, triggersDir } from '../../local/installation.ts';
import { inviteOnce } from '../../local/invite-loop.ts';
import { sampleDrops } from '../../local/sample/plan.ts';
import { SMALL } from '../local/sample/sample.ts';
import { type DataFolder, dataFolder, listening } from './data-folder.ts';

const README = readFileSync(new URL('../../lambdas/invite/README.md', import.meta.url), 'utf8');
const RULES = parseRules(/```yaml\n([\s\S]*?)```/.exec(README)?.[1] ?? '', 'README.md');
const DAYS = 4;
const HOUR_MS = 3_600_000;

let folder: DataFolder;
/** Addresses that were written to, with the moment. */
const written: { to: string; at: number }[] = [];

/** Members, then the tills' orders of some days, as calls of the webhook at the end of each hour. */
beforeAll(async () => {
  folder = await dataFolder();
  let now = new Date();
  const installation = { ...(await openInstallation(folder.dataDir)), clock: () => now };
  const queue = await folderQueue(queueDir(folder.dataDir), { waitMs: 0 });
  const triggers = await folderQueue(triggersDir(folder.dataDir), { waitMs: 0 });
  const tables = tablesOf(RULES);
  const keyed = keyedBy(installation.secrets, ['contact', ...tables]);
  const sender = ({ to }: { to: string }) => Promise.resolve(void written.push({ to, at: now.getTime() }));
  const settle = async () => {
    for (;;) {
      const done = await inviteOnce(triggers, { ...installation, queue, sender, rules: RULES });
      if (Object.keys(done).length === 0) return;
    }
  };
  const call = async (channel: string, records: readonly unknown[]) => {
    const body = Buffer.from(JSON.stringify(records));
    const [secret = ''] = installation.secrets.webhookSecrets(channel);
    const event = {
      requestContext: { domainName: 'localhost', http: { method: 'POST' } },
      rawPath: `/collect/${channel}`,
      rawQueryString: '',
      headers: { [SIGNATURE_HEADER]: sign(body, secret, now) },
      pathParameters: { channel },
      queryStringParameters: {},
      body: body.toString('base64'),
      isBase64Encoded: true,
    };
    const answer = await collect(event, { ...installation, keyed, queue, triggers: { tables, queue: triggers } });
    expect(JSON.parse(answer.body)).toEqual({ accepted: records.length, quarantined: [] });
  };
  for (const drop of sampleDrops({ ...SMALL, days: DAYS })) {
    if (drop.channel === 'members') await call('members', [...drop.records()]);
    if (drop.channel !== 'pos') continue;
    const orders = z.array(z.looseObject({ updated_at: z.string() })).parse([...drop.records()]);
    const hourOf = ({ updated_at }: { updated_at: string }) => Math.ceil(Date.parse(updated_at) / HOUR_MS);
    for (const hour of [...new Set(orders.map(hourOf))].toSorted((a, b) => a - b)) {
      now = new Date(hour * HOUR_MS);
      await call(
        'pos',
        orders.filter((order) => hourOf(order) === hour),
      );
      await settle();
    }
  }
  now = new Date(now.getTime() + 12 * HOUR_MS);
  await settle();
  const select = ['stg_payment', 'stg_survey_invite'];
  await build({ dataDir: folder.dataDir, select, full: false, signal: new AbortController().signal }, listening());
});
afterAll(() => folder.remove());

test('every payment of the sample chain that a rule is for is decided once, and no other', async () => {
  const orders = await folder.query(`
    with payments as (
      select order_id, count_if(touchpoint is not null) as to_decide from stg_payment group by order_id
    ),
    decisions as (
      select order_id, count(*) as decided, count_if(status = 'sent' or skip_reason is not null) as with_outcome
      from stg_survey_invite group by order_id
    )
    select to_decide, coalesce(decided, 0) as decided, coalesce(with_outcome, 0) as with_outcome, count(*) as n
    from payments left join decisions on payments.order_id = decisions.order_id
    group by 1, 2, 3 order by 1`);
  expect(orders.length).toBeGreaterThan(0);
  for (const { to_decide, decided, with_outcome } of orders) expect([decided, with_outcome]).toEqual([to_decide, to_decide]);
});

test('the outcomes are those of the rules', async () => {
  const rows = await folder.query(`
    select survey_id, coalesce(skip_reason, status) as outcome, count(*) as n from stg_survey_invite group by 1, 2`);
  const of = (survey: string) => rows.filter(({ survey_id }) => survey_id === survey).map(({ outcome }) => outcome);
  expect(of('dine-in-host')).toEqual(expect.arrayContaining(['sent', 'quiet_hours', 'no_consent']));
  expect(of('dine-in')).toEqual(
    expect.arrayContaining(['sent', 'not_sampled', 'contacted_recently', 'no_contact_details', 'no_consent']),
  );
  expect(of('dine-in')).not.toContain('quiet_hours');
  expect(of('delivery')).toEqual(expect.arrayContaining(['sent', 'not_sampled', 'no_consent']));
});

test('nobody is written to twice in a week, or in quiet hours', () => {
  expect(written.length).toBeGreaterThan(20);
  expect(new Set(written.map(({ to }) => to)).size).toBe(written.length);
  const hours = written.map(({ at }) => (new Date(at).getUTCHours() + 8) % 24);
  expect(hours.filter((hour) => hour >= 22 || hour < 8)).toEqual([]);
});
