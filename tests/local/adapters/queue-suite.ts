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
    const check = (what: string, work: (queue: Queue, made: QueueUnderTest) => Promise<void>) => {
      test(what, async () => {
        const made = await make();
        try {
          await work(made.queue, made);
        } finally {
          await made.remove();
        }
      });
    };

    check('hands out what was sent, as it was sent', async (queue) => {
      const bodies = ['{"a":1}', '一 "quoted"\n\u2028 line 😀'];
      for (const body of bodies) await queue.send(body);
      expect(bodiesOf(await receiveAll(queue))).toEqual(bodies.sort());
    });

    check('has nothing when nothing was sent, and ends waiting when it is told to', async (queue) => {
      expect(await queue.receive(10)).toEqual([]);
      const stopping = new AbortController();
      const receiving = queue.receive(10, stopping.signal).catch(() => []);
      stopping.abort();
      expect(await receiving).toEqual([]);
    });

    check('has a message on disk once send resolves: a new reader finds it', async (queue, made) => {
      await queue.send('durable');
      expect(bodiesOf(await receiveAll(await made.afterCrash()))).toEqual(['durable']);
    });

    check('lends a message to one at a time', async (queue) => {
      await queue.send('one');
      expect(await receiveAll(queue)).toHaveLength(1);
      expect(await queue.receive(10)).toEqual([]);
    });

    check('hands out again what was not acknowledged in time', async (queue) => {
      await queue.send('one');
      await receiveAll(queue);
      await untilBack();
      expect(bodiesOf(await receiveAll(queue))).toEqual(['one']);
    });

    check('hands out again what was on loan when its reader was killed', async (queue, made) => {
      await Promise.all(['a', 'b', 'c'].map((body) => queue.send(body)));
      await receiveAll(queue);
      const next = await made.afterCrash();
      await untilBack();
      const again = await receiveAll(next);
      expect(bodiesOf(again)).toEqual(['a', 'b', 'c']);
      await next.ack(again);
      await untilBack();
      expect(await receiveAll(await made.afterCrash())).toEqual([]);
    });

    check('never hands out again what was acknowledged', async (queue, made) => {
      await Promise.all(['a', 'b'].map((body) => queue.send(body)));
      await queue.ack(await receiveAll(queue));
      await untilBack();
      expect(await receiveAll(queue)).toEqual([]);
      expect(await receiveAll(await made.afterCrash())).toEqual([]);
    });

    check('keeps what was left out of an acknowledgement', async (queue) => {
      await Promise.all(['a', 'b', 'c'].map((body) => queue.send(body)));
      const messages = await receiveAll(queue);
      await queue.ack(messages.filter(({ body }) => body !== 'b'));
      await untilBack();
      const again = await receiveAll(queue);
      expect(bodiesOf(again)).toContain('b');
      await queue.ack(again);
      await untilBack();
      expect(await receiveAll(queue)).toEqual([]);
    });

    check('takes an acknowledgement twice, and of what is gone', async (queue) => {
      await queue.send('a');
      const messages = await receiveAll(queue);
      await queue.ack(messages);
      await queue.ack(messages);
      await queue.ack([]);
      expect(await receiveAll(queue)).toEqual([]);
    });

    check(`puts a message aside after ${traits.maxReceives} receives, and goes on with the others`, async (queue, made) => {
      await queue.send('poison');
      for (let receive = 1; receive <= traits.maxReceives; receive++) {
        expect(bodiesOf(await receiveAll(queue)), `receive ${receive}`).toEqual(['poison']);
        await untilBack();
      }
      await queue.send('good');
      expect(bodiesOf(await receiveAll(queue))).toEqual(['good']);
      expect(await made.dead()).toEqual([expect.stringContaining('poison')]);
    });

    check(`keeps each of ${traits.crowd} messages sent at once, and acknowledges them for good`, async (queue, made) => {
      const bodies = Array.from({ length: traits.crowd }, (_, i) => `message ${String(i).padStart(4, '0')}`);
      await Promise.all(bodies.map((body) => queue.send(body)));
      const messages = await receiveAll(queue);
      expect(bodiesOf(messages)).toEqual(bodies);
      expect(new Set(messages.map(({ id }) => id)).size).toBe(bodies.length);
      await queue.ack(messages);
      await untilBack();
      expect(await receiveAll(await made.afterCrash())).toEqual([]);
    });

    check('hands out what comes in while it waits', async (queue) => {
      const receiving = queue.receive(10);
      await queue.send('late');
      expect(bodiesOf(await receiving)).toEqual(['late']);
    });

    check('carries a body of the largest size, and refuses one far above it', async (queue) => {
      const largest = 'x'.repeat(MAX_MESSAGE_BYTES);
      await queue.send(largest);
      await expect(queue.send('x'.repeat(2 * MAX_MESSAGE_BYTES))).rejects.toThrow();
      expect(bodiesOf(await receiveAll(queue)).map((body) => body.length)).toEqual([MAX_MESSAGE_BYTES]);
    });
  });
}
