import { Duration } from 'aws-cdk-lib';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import type { IRole } from 'aws-cdk-lib/aws-iam';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Construct } from 'constructs';
import { NodeFunction } from './node-function.ts';
import type { Watch } from './watch.ts';
import { WorkQueue } from './work-queue.ts';

/** Shorter than the clock's step, so that no two send what is due at one time. */
const INVITE_TIME = Duration.seconds(55);

export interface InvitingProps {
  readonly environment: Readonly<Record<string, string>>;
  readonly watch: Watch;
}

/** Events that may trigger a survey → decide, one batch after the other; every minute → send what is due. */
export class Inviting extends Construct {
  readonly triggers: WorkQueue;
  readonly role: IRole;

  constructor(scope: Construct, id: string, { environment, watch }: InvitingProps) {
    super(scope, id);
    this.triggers = new WorkQueue(this, 'Triggers', {
      workTime: INVITE_TIME,
      attempts: 5,
      watch,
      // Two decisions at once could each find that a customer was not asked lately.
      inOrder: true,
      waiting: { alarm: 'triggers-waiting', after: Duration.minutes(30) },
      dead: { alarm: 'triggers-dead' },
    });
    const invite = new NodeFunction(this, 'Invite', {
      folder: 'invite',
      about: 'Decides who is asked, and sends the invites that are due.',
      memoryMb: 512,
      timeout: INVITE_TIME,
      environment,
    });
    this.role = invite.role;
    invite.lambda.addEventSource(new SqsEventSource(this.triggers.queue, { batchSize: 10, reportBatchItemFailures: true }));
    new Rule(this, 'Clock', {
      description: 'Sends the invites whose time has come.',
      schedule: Schedule.rate(Duration.minutes(1)),
      targets: [new LambdaFunction(invite.lambda, { retryAttempts: 0, maxEventAge: Duration.minutes(1) })],
    });
    watch.alarm(this, 'invites-failing', {
      metric: invite.lambda.metricErrors({ statistic: 'Sum', period: Duration.minutes(5) }),
      above: 0,
      periods: 3,
    });
  }
}
