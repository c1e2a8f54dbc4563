import { Duration } from 'aws-cdk-lib';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { Construct } from 'constructs';
import type { NodeFunction } from './node-function.ts';
import type { Watch } from './watch.ts';

export interface ScheduledBuildProps {
  readonly transform: NodeFunction;
  readonly every: Duration;
  readonly watch: Watch;
}

/** Runs the build again and again. A run that finds another still at work leaves it to that one, and one that failed is not tried again: the next comes anyway. */
export class ScheduledBuild extends Construct {
  constructor(scope: Construct, id: string, props: ScheduledBuildProps) {
    super(scope, id);
    const { lambda } = props.transform;
    new Rule(this, 'Rule', {
      description: 'Builds what has landed into the warehouse.',
      schedule: Schedule.rate(props.every),
      targets: [new LambdaFunction(lambda, { retryAttempts: 0, maxEventAge: Duration.minutes(5) })],
    });
    props.watch.alarm(this, 'build-failing', {
      metric: lambda.metricErrors({ statistic: 'Sum', period: Duration.minutes(5) }),
      above: 0,
      periods: 3,
    });
  }
}
