import { describe, expect, test } from 'vitest';
import type { WebhookRequest } from '../../channels/channel.ts';
import { channelNames, loadChannel } from '../../channels/load.ts';
import { RefusedError } from '../../contracts/errors.ts';
import { readCall } from '../../lambdas/collect/read-call.ts';
import { keyedBy } from '../../lambdas/shared/intake.ts';
import { type CallFixture, readCalls } from './calls.ts';

const key = Buffer.alloc(32, 7);
const keyed = keyedBy({ pseudonymKeys: [key] });

const channels = await Promise.all((await channelNames()).map(loadChannel));
const called = channels.filter(({ webhook }) => webhook !== undefined);

describe.each(called)('the webhook of $name', (channel) => {
  const calls = readCalls(channel.name);
  const withRecords = calls.filter((call) => 'records' in call.expect);
  const read = (call: CallFixture, change: Partial<WebhookRequest> = {}) =>
    readCall(channel, { ...call.request, ...change }, [call.secret], call.now, keyed);

  test('has a call that brings records and one that is refused', () => {
    expect(withRecords.length).toBeGreaterThan(0);
    expect(calls.filter((call) => 'refused' in call.expect).length).toBeGreaterThan(0);
  });

  test.each(calls)('takes, answers or refuses $name', (call) => {
    expect(outcomeOf(() => read(call))).toEqual(call.expect);
  });

  test.each(withRecords.filter(({ signsBody }) => signsBody))('refuses $name once a byte of it is another', (call) => {
    const { body, url } = call.request;
    const at = Math.floor(body.length / 2);
    const other =
      body.length > 0 ? { body: Uint8Array.from(body, (byte, i) => (i === at ? byte ^ 1 : byte)) } : { url: `${url}x` };
    expect(outcomeOf(() => read(call, other))).toEqual({ refused: expect.any(Number) });
  });

  test.each(withRecords)('refuses $name without what proves its sender', (call) => {
    const url = call.request.url.split('?')[0] ?? '';
    const bare = { headers: {}, query: {}, url, body: call.bareBody };
    expect(outcomeOf(() => read(call, bare))).toEqual({ refused: 401 });
  });
});

/** What a call came to. A record that the channel refuses shows as its problems. */
function outcomeOf(read: () => ReturnType<typeof readCall>): object {
  try {
    const reading = read();
    if ('reply' in reading) return { reply: reading.reply.body };
    const problems = reading.readings.flatMap((one) => ('refused' in one ? one.refused.problems : []));
    return problems.length > 0 ? { problems } : { records: reading.readings.length };
  } catch (error) {
    if (error instanceof RefusedError) return { refused: error.status };
    throw error;
  }
}
