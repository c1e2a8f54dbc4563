import { describe, expect, test } from 'vitest';
import { MAX_MESSAGE_BYTES, type Message, type Queue } from '../../../lambdas/shared/ports.ts';

/** One queue under test, empty when it is made, whose messages are on loan for {@link QueueTraits.visibilityMs}. */
export interface QueueUnderTest {
  readonly queue: Queue;
  /** The queue as it is found after its reader was killed: a new one on the same messages. */
  afterCrash(): Promise<Queue>;
  /** Bodies that were put aside, as text that holds them. */
  dead(): Promise<string[]>;
  remove(): Promise<void>;
}

interface QueueTraits {
  readonly visibilityMs: number;
  /** Receives after which a message that nobody acknowledges is put aside. */
  readonly maxReceives: number;
  /** Messages sent at once; a protocol server takes its time. */
  readonly crowd: number;
}

const bodiesOf = (messages: readonly Message[]) => messages.map(({ body }) => body).sort();

/** Everything that is waiting, without acknowledging it. */
async function receiveAll(queue: Queue): Promise<Message[]> {
  const all: Message[] = [];
  for (;;) {
    const some = await queue.receive(1_000);
    if (some.length === 0) return all;
    all.push(...some);
  }
}

/** What every queue must do, whatever it keeps its messages in. */
export function describeQueue(name: string, make: () => Promise<QueueUnderTest>, traits: QueueTraits): void {
  const untilBack = () => new Promise((resolve) => setTimeout(resolve, traits.visibilityMs + 20));

  // Most of it is waiting, so the tests wait side by side, each with a queue of its own.
  describe.concurrent(`queue: ${name}`, () => {
    const withQueue = (work: (queue: Queue, made: QueueUnderTest) => Promise<void>) => async () => {
      const made = await make();
      try {
        await work(made.queue, made);
      } finally {
        await made.remove();
      }
    };

    test(
      'hands out what was sent, as it was sent',
      withQueue(async (queue) => {
        const bodies = ['{"a":1}', '一 "quoted"\n\u2028 line 😀'];
        for (const body of bodies) await queue.send(body);
        expect(bodiesOf(await receiveAll(queue))).toEqual(bodies.sort());
      }),
    );

    test(
      'has nothing when nothing was sent, and ends waiting when it is told to',
      withQueue(async (queue) => {
        expect(await queue.receive(10)).toEqual([]);
        const stopping = new AbortController();
        const receiving = queue.receive(10, stopping.signal).catch(() => []);
        stopping.abort();
        expect(await receiving).toEqual([]);
      }),
    );

    test(
      'has a message on disk once send resolves: a new reader finds it',
      withQueue(async (queue, made) => {
        await queue.send('durable');
        expect(bodiesOf(await receiveAll(await made.afterCrash()))).toEqual(['durable']);
      }),
    );

    test(
      'lends a message to one at a time',
      withQueue(async (queue) => {
        await queue.send('one');
        expect(await receiveAll(queue)).toHaveLength(1);
        expect(await queue.receive(10)).toEqual([]);
      }),
    );

    test(
      'hands out again what was not acknowledged in time',
      withQueue(async (queue) => {
        await queue.send('one');
        await receiveAll(queue);
        await untilBack();
        expect(bodiesOf(await receiveAll(queue))).toEqual(['one']);
      }),
    );

    test(
      'hands out again what was on loan when its reader was killed',
      withQueue(async (queue, made) => {
        await Promise.all(['a', 'b', 'c'].map((body) => queue.send(body)));
        await receiveAll(queue);
        const next = await made.afterCrash();
        await untilBack();
        const again = await receiveAll(next);
        expect(bodiesOf(again)).toEqual(['a', 'b', 'c']);
        await next.ack(again);
        await untilBack();
        expect(await receiveAll(await made.afterCrash())).toEqual([]);
      }),
    );

    test(
      'never hands out again what was acknowledged',
      withQueue(async (queue, made) => {
        await Promise.all(['a', 'b'].map((body) => queue.send(body)));
        await queue.ack(await receiveAll(queue));
        await untilBack();
        expect(await receiveAll(queue)).toEqual([]);
        expect(await receiveAll(await made.afterCrash())).toEqual([]);
      }),
    );

    test(
      'keeps what was left out of an acknowledgement',
      withQueue(async (queue) => {
        await Promise.all(['a', 'b', 'c'].map((body) => queue.send(body)));
        const messages = await receiveAll(queue);
        await queue.ack(messages.filter(({ body }) => body !== 'b'));
        await untilBack();
        const again = await receiveAll(queue);
        expect(bodiesOf(again)).toContain('b');
        await queue.ack(again);
        await untilBack();
        expect(await receiveAll(queue)).toEqual([]);
      }),
    );

    test(
      'takes an acknowledgement twice, and of what is gone',
      withQueue(async (queue) => {
        await queue.send('a');
        const messages = await receiveAll(queue);
        await queue.ack(messages);
        await queue.ack(messages);
        await queue.ack([]);
        expect(await receiveAll(queue)).toEqual([]);
      }),
    );

    test(
      `puts a message aside after ${traits.maxReceives} receives, and goes on with the others`,
      withQueue(async (queue, made) => {
        await queue.send('poison');
        for (let receive = 1; receive <= traits.maxReceives; receive++) {
          expect(bodiesOf(await receiveAll(queue)), `receive ${receive}`).toEqual(['poison']);
          await untilBack();
        }
        await queue.send('good');
        expect(bodiesOf(await receiveAll(queue))).toEqual(['good']);
        expect(await made.dead()).toEqual([expect.stringContaining('poison')]);
      }),
    );

    test(
      `keeps each of ${traits.crowd} messages sent at once, and acknowledges them for good`,
      withQueue(async (queue, made) => {
        const bodies = Array.from({ length: traits.crowd }, (_, i) => `message ${String(i).padStart(4, '0')}`);
        await Promise.all(bodies.map((body) => queue.send(body)));
        const messages = await receiveAll(queue);
        expect(bodiesOf(messages)).toEqual(bodies);
        expect(new Set(messages.map(({ id }) => id)).size).toBe(bodies.length);
        await queue.ack(messages);
        await untilBack();
        expect(await receiveAll(await made.afterCrash())).toEqual([]);
      }),
    );

    test(
      'hands out what comes in while it waits',
      withQueue(async (queue) => {
        const receiving = queue.receive(10);
        await queue.send('late');
        expect(bodiesOf(await receiving)).toEqual(['late']);
      }),
    );

    test(
      'carries a body of the largest size, and refuses one far above it',
      withQueue(async (queue) => {
        const largest = 'x'.repeat(MAX_MESSAGE_BYTES);
        await queue.send(largest);
        await expect(queue.send('x'.repeat(2 * MAX_MESSAGE_BYTES))).rejects.toBeInstanceOf(Error);
        expect(bodiesOf(await receiveAll(queue)).map((body) => body.length)).toEqual([MAX_MESSAGE_BYTES]);
      }),
    );
  });
}
