import { Duration, Stack, type StackProps } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import type { Config } from '../config.ts';
import { NodeFunction } from '../constructs/node-function.ts';
import { PrivateBucket } from '../constructs/private-bucket.ts';
import { QueryWorkgroup } from '../constructs/query-workgroup.ts';
import { ScheduledBuild } from '../constructs/scheduled-build.ts';
import { WarehousePolicy } from '../constructs/warehouse-policy.ts';
import type { Watch } from '../constructs/watch.ts';
import type { LakeStack } from './lake-stack.ts';

/** Results can be had again by asking again. */
const RESULT_DAYS = 7;
/** As long as a function may run: the first build of a long history, or one after a change of many models. */
const BUILD_TIME = Duration.minutes(15);

export interface WarehouseStackProps extends StackProps {
  readonly config: Config;
  readonly key: IKey;
  readonly lake: IBucket;
  readonly accessLogs: IBucket;
  readonly policies: LakeStack['policies'];
  readonly watch: Watch;
}

/** Where SQL runs over the lake, what it may cost, and what runs it. */
export class WarehouseStack extends Stack {
  constructor(scope: Construct, id: string, props: WarehouseStackProps) {
    super(scope, id, props);
    const { config, key, lake, policies, watch } = props;
    const results = new PrivateBucket(this, 'Results', {
      key,
      accessLogs: props.accessLogs,
      logPrefix: 'results/',
      versioned: false,
      lifecycleRules: [{ expiration: Duration.days(RESULT_DAYS) }],
    }).bucket;
    new QueryWorkgroup(this, 'Workgroup', {
      name: config.name,
      results,
      key,
      cutoffBytes: config.queryCutoffBytes,
      dailyBytes: config.scanAlarmBytes,
      watch,
    });
    const transform = new NodeFunction(this, 'Transform', {
      folder: 'transform',
      about: 'Builds the models with Athena, audits them, publishes them.',
      memoryMb: 512,
      timeout: BUILD_TIME,
      environment: { ECHOLAKE_BUCKET: lake.bucketName, ECHOLAKE_WORKGROUP: config.name, ECHOLAKE_DATABASE: config.name },
      withModels: true,
    });
    policies.transform.attachTo(transform.role);
    new WarehousePolicy(this, 'TransformAccess', {
      lake,
      results,
      workgroupName: config.name,
      databaseName: config.name,
    }).attachTo(transform.role);
    new ScheduledBuild(this, 'Build', { transform, every: Duration.minutes(config.buildMinutes), watch });
  }
}
