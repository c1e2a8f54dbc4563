import { expect, test } from 'vitest';
import { contractOf } from '../../../contracts/catalogue.ts';
import { type Admitted, cellNames } from '../../../lambdas/shared/door.ts';
import { packMessages, unpackMessage } from '../../../lambdas/shared/message.ts';
import { MAX_MESSAGE_BYTES } from '../../../lambdas/shared/ports.ts';

const order = contractOf('order');
const review = contractOf('review');
const event = (contract: typeof order, text: string): Admitted => ({
  contract,
  cells: cellNames(contract).map((name) => (name === 'channel' ? text : null)),
});

test('events come out as they went in, grouped by table', () => {
  const events = [event(order, '一'), event(review, '😀'), event(order, '"')];
  const bodies = packMessages(events);
  expect(bodies).toHaveLength(1);
  expect(unpackMessage(bodies[0] ?? '')).toEqual([events[0], events[2], events[1]]);
});

test('no message is larger than the queue takes, and none is lost', () => {
  const events = Array.from({ length: 300 }, (_, i) => event(order, `${i}${'界'.repeat(5_000)}`));
  const bodies = packMessages(events);
  expect(bodies.length).toBeGreaterThan(3);
  for (const body of bodies) expect(Buffer.byteLength(body)).toBeLessThanOrEqual(MAX_MESSAGE_BYTES * 1.01);
  expect(bodies.flatMap(unpackMessage)).toEqual(events);
});

test('a message from before a contract gained a column lands with that column empty', () => {
  const [body] = packMessages([event(order, 'x')]);
  const older = JSON.parse(body ?? '');
  older.tables[0].columns.pop();
  for (const row of older.tables[0].rows) row.pop();
  expect(unpackMessage(JSON.stringify(older))).toEqual([event(order, 'x')]);
});

test.each(['', '{', '{"tables":[{"table":"order"}]}', '[]'])('what is not ours (%j) is refused with a sentence', (body) => {
  expect(() => unpackMessage(body)).toThrow('expected a message of admitted events');
});
