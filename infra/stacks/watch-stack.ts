import { Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { Config } from '../config.ts';
import { Watch } from '../constructs/watch.ts';

export interface WatchStackProps extends StackProps {
  readonly config: Config;
}

/** Who is told. Apart from the rest, so that subscriptions outlive what they watch. */
export class WatchStack extends Stack {
  readonly watch: Watch;

  constructor(scope: Construct, id: string, props: WatchStackProps) {
    super(scope, id, props);
    this.watch = new Watch(this, 'Watch', { runbookUrl: props.config.runbookUrl, email: props.config.alarmEmail });
  }
}
