import { Alarm, ComparisonOperator, type IMetric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';

/** Every alarm there may be, and what it says. Each is a heading of `docs/runbook.md`. */
export const ALARMS = {
  'collect-failing': 'Webhooks were answered with 5xx: events are lost unless the sender tries again.',
  'collect-refusing': 'More than a fifth of the webhook requests were refused.',
  'collect-slow': 'One webhook in a hundred took more than 3 s to answer.',
  'events-waiting': 'Accepted events wait more than 15 minutes to be landed.',
  'events-dead': 'Accepted events could not be landed and were set aside.',
  'files-waiting': 'A dropped file waits more than 2 hours to be imported.',
  'files-dead': 'A dropped file could not be imported and was set aside.',
  'triggers-waiting': 'Events that may trigger a survey wait more than 30 minutes to be decided on.',
  'triggers-dead': 'Events that may trigger a survey could not be decided on and were set aside.',
  'invites-failing': 'Invites could not be decided on or sent for 15 minutes.',
  'build-failing': 'Builds of the warehouse failed for 15 minutes: dashboards show an older build.',
  'queries-reading': 'Queries read more in a day than was planned for.',
} as const;

export type AlarmName = keyof typeof ALARMS;

export interface AlarmWhen {
  readonly metric: IMetric;
  /** The alarm rings when the metric is above it. */
  readonly above: number;
  /** Periods in a row that it must be so. */
  readonly periods?: number;
}

export interface WatchProps {
  readonly runbookUrl: string;
  readonly email: string | undefined;
}

/** Who is told when something is wrong, and where they read what to do. */
export class Watch extends Construct {
  readonly topic: Topic;
  readonly #runbookUrl: string;

  constructor(scope: Construct, id: string, props: WatchProps) {
    super(scope, id);
    this.#runbookUrl = props.runbookUrl;
    // Alarm messages name a metric and nothing personal, so the topic needs no key of its own.
    this.topic = new Topic(this, 'Topic', { enforceSSL: true });
    if (props.email !== undefined) this.topic.addSubscription(new EmailSubscription(props.email));
  }

  /** An alarm beside the thing it watches. */
  alarm(scope: Construct, name: AlarmName, when: AlarmWhen): Alarm {
    const alarm = new Alarm(scope, name, {
      alarmDescription: `${ALARMS[name]} What to do: ${this.#runbookUrl}#${name}`,
      metric: when.metric,
      threshold: when.above,
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      evaluationPeriods: when.periods ?? 1,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
    const action = new SnsAction(this.topic);
    alarm.addAlarmAction(action);
    alarm.addOkAction(action);
    return alarm;
  }
}
