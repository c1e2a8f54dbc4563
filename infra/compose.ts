import type { App } from 'aws-cdk-lib';
import type { Config } from './config.ts';
import { IngestStack } from './stacks/ingest-stack.ts';
import { LakeStack } from './stacks/lake-stack.ts';
import { WarehouseStack } from './stacks/warehouse-stack.ts';
import { WatchStack } from './stacks/watch-stack.ts';

/** Puts the rooms on AWS: one stack a room that is real there, each given only what it needs of those before. */
export function compose(app: App, config: Config) {
  const { watch } = new WatchStack(app, `${config.name}-watch`, { config });
  const { key, lake, accessLogs, policies, doorSecret, vault } = new LakeStack(app, `${config.name}-lake`, { config });
  new IngestStack(app, `${config.name}-ingest`, { config, lake, policies, doorSecret, vault, watch });
  new WarehouseStack(app, `${config.name}-warehouse`, { config, key, lake, accessLogs, policies, watch });
}
