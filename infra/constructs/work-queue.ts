import { Duration } from 'aws-cdk-lib';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { AlarmName, Watch } from './watch.ts';

/** SQS's own limit. What is sent is packed up to just below it. */
const MESSAGE_BYTES = 1_048_576;

export interface WorkQueueProps {
  /** Longest time one worker may take for what it was given. */
  readonly workTime: Duration;
  readonly attempts: number;
  readonly watch: Watch;
  /** One batch after the other, in the order in which messages were sent. */
  readonly inOrder?: boolean;
  readonly waiting: { readonly alarm: AlarmName; readonly after: Duration };
  readonly dead: { readonly alarm: AlarmName };
}

/**
 * A queue that loses nothing: what fails `attempts` times is set aside for two weeks and rings. Encrypted with SQS's own
 * key, as nothing personal travels in it and each batch would otherwise be a paid request to KMS.
 */
export class WorkQueue extends Construct {
  readonly queue: Queue;
  readonly dead: Queue;

  constructor(scope: Construct, id: string, props: WorkQueueProps) {
    super(scope, id);
    const order = props.inOrder === true ? { fifo: true, contentBasedDeduplication: true } : {};
    const common = { ...order, encryption: QueueEncryption.SQS_MANAGED, enforceSSL: true, maxMessageSizeBytes: MESSAGE_BYTES };
    this.dead = new Queue(this, 'Dead', { ...common, retentionPeriod: Duration.days(14) });
    this.queue = new Queue(this, 'Queue', {
      ...common,
      // A message keeps its age when it is set aside: after seven days here it still has seven there.
      retentionPeriod: Duration.days(7),
      // Six times the worker's limit is what Lambda asks of a queue it polls.
      visibilityTimeout: Duration.seconds(props.workTime.toSeconds() * 6),
      deadLetterQueue: { queue: this.dead, maxReceiveCount: props.attempts },
    });
    props.watch.alarm(this, props.waiting.alarm, {
      metric: this.queue.metricApproximateAgeOfOldestMessage({ statistic: 'Maximum', period: Duration.minutes(5) }),
      above: props.waiting.after.toSeconds(),
    });
    props.watch.alarm(this, props.dead.alarm, {
      metric: this.dead.metricApproximateNumberOfMessagesVisible({ statistic: 'Maximum', period: Duration.minutes(5) }),
      above: 0,
    });
  }
}
