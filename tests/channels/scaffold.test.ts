import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Channel } from '../../channels/channel.ts';
import { scaffoldChannel } from '../../channels/scaffold.ts';
import { UsageError } from '../../contracts/errors.ts';
import { readCall } from '../../lambdas/collect/read-call.ts';
import { keyedBy } from '../../lambdas/shared/intake.ts';
import { readCalls } from './calls.ts';
import { readFixtures, sendTo } from './door.ts';

const REPOSITORY = fileURLToPath(new URL('../../', import.meta.url));
const root = mkdtempSync(join(tmpdir(), 'echolake-channel-'));
let files: string[] = [];

/** A checkout beside this one: all of it but the new folder is linked. */
beforeAll(async () => {
  await mkdir(join(root, 'channels'));
  for (const part of ['contracts', 'node_modules', 'package.json', 'channels/kit', 'channels/channel.ts'])
    symlinkSync(join(REPOSITORY, part), join(root, part));
  files = await scaffoldChannel('acme_reviews', join(root, 'channels'));
});

afterAll(() => rmSync(root, { recursive: true, force: true }));

test('a new channel has all that a channel has, imports what is there, and no longer names the template', () => {
  expect(files.map((file) => basename(file))).toEqual(
    expect.arrayContaining(['channel.ts', 'README.md', 'full.pass.json', 'six-stars.fail.json', 'signed.call.json']),
  );
  for (const file of files) {
    const text = readFileSync(file, 'utf8');
    expect(text).not.toContain('template');
    for (const [, path = ''] of text.matchAll(/from '(\.[^']+)'/g))
      expect(existsSync(join(dirname(file), path)), path).toBe(true);
  }
});

test('it takes its records and calls at once, and refuses what it must', async () => {
  const { channel }: { channel: Channel } = await import(join(root, 'channels/acme_reviews/channel.ts'));
  expect(channel.name).toBe('acme_reviews');
  const send = sendTo(channel);
  for (const { record } of readFixtures('kit/template', 'pass')) {
    const { rows, problems } = send(record);
    expect(problems).toEqual([]);
    expect(rows.map(({ cells }) => cells.survey_id)).toEqual(['acme_reviews']);
    expect(JSON.stringify(rows)).not.toMatch(/Invented|203\.0|13800001234/);
  }
  for (const { record, fields } of readFixtures('kit/template', 'fail'))
    expect(send(record).problems.map(({ field }) => field)).toEqual(fields);

  const key = Buffer.alloc(32, 7);
  const keyed = keyedBy({ pseudonymKeys: [key] });
  for (const { request, secret, now, expect: expected } of readCalls('kit/template')) {
    const read = () => readCall(channel, request, [secret], now, keyed);
    if ('refused' in expected) expect(read).toThrow(expect.objectContaining({ status: expected.refused }));
    else expect(read()).toMatchObject({ readings: [{ admitted: expect.anything() }] });
  }
});

test.each(['acme_reviews', 'Acme', 'acme-reviews', '../acme', 'kit', ''])('there is no new channel called %j', async (name) => {
  await expect(scaffoldChannel(name, join(root, 'channels'))).rejects.toThrow(UsageError);
});
