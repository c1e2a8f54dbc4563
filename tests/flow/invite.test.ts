import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { SIGNATURE_HEADER, sign, verifySignature } from '../../channels/kit/signature.ts';
import { collect } from '../../lambdas/collect/collect.ts';
import type { InvitePorts } from '../../lambdas/invite/invite.ts';
import { parseRules } from '../../lambdas/shared/listening-rules.ts';
import { keyedBy } from '../../lambdas/shared/intake.ts';
import { webhookSender } from '../../lambdas/shared/webhook-sender.ts';
import { folderQueue } from '../../local/adapters/folder-queue.ts';
import { loadWebhookSecret } from '../../local/adapters/key-file.ts';
import { rotateKey } from '../../local/commands/rotate-key.ts';
import { openInstallation, queueDir } from '../../local/installation.ts';
import { inviteOnce } from '../../local/invite-loop.ts';
import { RULES } from '../lambdas/invite/rules.ts';
import { readFixture } from '../channels/door.ts';
import { type DataFolder, dataFolder, listening } from './data-folder.ts';

let folder: DataFolder;
let server: Server;
/** What has reached the one who sends messages. */
const taken: { body: string; signature: string }[] = [];
let status = 200;

beforeAll(async () => {
  folder = await dataFolder();
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (part: Buffer) => (body += part.toString()));
    request.on('end', () => {
      if (status === 200) taken.push({ body, signature: String(request.headers[SIGNATURE_HEADER]) });
      response.writeHead(status).end();
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterAll(async () => {
  server.close();
  await folder.remove();
});

const MINUTE = 60_000;
const paidAt = new Date('2026-11-05T11:00:00Z');
const later = (minutes: number) => new Date(paidAt.getTime() + minutes * MINUTE);

/** The whole chain on one folder, at a time that the test sets. */
async function chain(now: () => Date) {
  const installation = { ...(await openInstallation(folder.dataDir)), clock: now };
  const { port } = server.address() as AddressInfo;
  const rules = parseRules(RULES.replace('127.0.0.1:9', `127.0.0.1:${port}`).replace('share: 0.3', 'share: 1'), 'listening.yml');
  const secret = await loadWebhookSecret(folder.dataDir, 'invite');
  const queue = await folderQueue(queueDir(folder.dataDir), { waitMs: 0 });
  const triggers = await folderQueue(join(folder.dataDir, 'triggers'), { waitMs: 0 });
  const ports: InvitePorts = {
    ...installation,
    queue,
    rules,
    sender: webhookSender(`http://127.0.0.1:${port}/messages`, secret, now),
  };
  const [pos = ''] = installation.secrets.webhookSecrets('pos');
  return {
    secret,
    invite: () => inviteOnce(triggers, ports),
    pay: async (id: string, phone: string) => {
      const order = { ...readFixture('pos', 'dine-in'), order_id: id, customer: { phone } } as Record<string, unknown>;
      const payments = (order['payments'] as Record<string, unknown>[]).map((one) => ({
        ...one,
        payment_id: `P-${id}`,
        paid_at: paidAt.toISOString(),
      }));
      const body = Buffer.from(JSON.stringify({ ...order, payments }));
      const event = {
        requestContext: { domainName: 'localhost', http: { method: 'POST' } },
        rawPath: '/collect/pos',
        rawQueryString: '',
        headers: { [SIGNATURE_HEADER]: sign(body, pos, now()) },
        pathParameters: { channel: 'pos' },
        queryStringParameters: {},
        body: body.toString('base64'),
        isBase64Encoded: true,
      };
      const keyed = keyedBy(installation.secrets, ['contact', 'payment']);
      const answer = await collect(event, {
        ...installation,
        keyed,
        queue,
        triggers: { tables: new Set(['payment']), queue: triggers },
      });
      expect(JSON.parse(answer.body)).toMatchObject({ accepted: 1 });
    },
  };
}

const invites = () =>
  folder.query('select status, skip_reason, sent_by, order_id, touchpoint from stg_survey_invite order by order_id, status');

test('a payment brings one survey to its customer, after its delay, and what was decided is in the lake', async () => {
  let now = later(1);
  const { pay, invite, secret } = await chain(() => now);
  await pay('A-1', '13800001234');
  await pay('A-1', '13800001234'); // the till calls twice
  await pay('A-2', '+86 138 0000 1234'); // the same customer again
  expect(await invite()).toEqual({ asked: 2, contacted_recently: 1 });
  expect(taken).toEqual([]);

  now = later(40);
  status = 503;
  await expect(invite()).rejects.toThrow('1 invites could not be sent; they stay for the next try');
  status = 200;
  expect(await invite()).toEqual({ sent: 1 });
  expect(await invite()).toEqual({});

  expect(taken).toHaveLength(1);
  const [{ body, signature } = { body: '', signature: '' }] = taken;
  expect(JSON.parse(body)).toEqual({
    invite_id: expect.stringMatching(/^[0-9a-f]{24}$/),
    survey_id: 'dine-in',
    via: 'sms',
    to: '8613800001234',
    order_id: 'A-1',
  });
  const call = {
    method: 'POST',
    url: '',
    query: {},
    headers: { [SIGNATURE_HEADER]: signature },
    body: Buffer.from(body),
  } as const;
  expect(() => verifySignature(call, secret, now)).not.toThrow();

  await folder.build();
  expect(await invites()).toEqual([
    { status: 'sent', skip_reason: null, sent_by: 'sms', order_id: 'A-1', touchpoint: 'dine_in_pay' },
    { status: 'skipped', skip_reason: 'contacted_recently', sent_by: null, order_id: 'A-2', touchpoint: 'dine_in_pay' },
  ]);
});

test('who is erased, or refuses, between decision and sending gets nothing', async () => {
  let now = later(1);
  const { pay, invite } = await chain(() => now);
  await pay('B-1', '13900001234');
  await pay('B-2', '13700001234');
  expect(await invite()).toEqual({ asked: 2 });

  const { vault, keyed } = await openInstallation(folder.dataDir);
  const contactOf = (phone: string) => keyed.pseudonymise('phone', phone) ?? '';
  await vault.erase([contactOf('13900001234')]);
  await vault.put([{ contact: contactOf('13700001234'), version: Date.now(), details: { attributes: { can_contact: false } } }]);
  now = later(40);
  expect(await invite()).toEqual({ no_contact_details: 1, no_consent: 1 });
  expect(taken.filter(({ body }) => /13900001234|13700001234/.test(body))).toEqual([]);
});

test('what an outage held up keeps quiet hours too, and is not sent days later', async () => {
  let now = later(1);
  const { pay, invite } = await chain(() => now);
  await pay('D-1', '13500001234');
  expect(await invite()).toEqual({ asked: 1 });
  now = new Date('2026-11-05T14:00:00Z'); // 22:00 in Shanghai
  expect(await invite()).toEqual({});
  now = new Date('2026-11-06T01:00:00Z');
  expect(await invite()).toEqual({ sent: 1 });

  now = later(2);
  await pay('D-2', '13300001234');
  expect(await invite()).toEqual({ asked: 1 });
  now = later(3 * 24 * 60);
  expect(await invite()).toEqual({ too_late: 1 });
});

test('a rotation of the pseudonym key forgets neither whom it asked nor what waits', async () => {
  let now = later(2);
  const before = await chain(() => now);
  await before.pay('C-1', '13600001234');
  expect(await before.invite()).toEqual({ asked: 1 });
  await rotateKey({ dataDir: folder.dataDir, isFinishing: false, signal: new AbortController().signal }, listening());

  const after = await chain(() => now);
  await after.pay('C-2', '13600001234');
  expect(await after.invite()).toEqual({ contacted_recently: 1 });
  now = later(60);
  expect(await after.invite()).toEqual({ sent: 1 });
  expect(JSON.parse(taken.at(-1)?.body ?? '')).toMatchObject({ to: '8613600001234', order_id: 'C-1' });
});
