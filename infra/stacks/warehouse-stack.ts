import { Duration, Stack, type StackProps } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import type { Config } from '../config.ts';
import { PrivateBucket } from '../constructs/private-bucket.ts';
import { QueryWorkgroup } from '../constructs/query-workgroup.ts';
import type { Watch } from '../constructs/watch.ts';

/** Results can be had again by asking again. */
const RESULT_DAYS = 7;

export interface WarehouseStackProps extends StackProps {
  readonly config: Config;
  readonly key: IKey;
  readonly accessLogs: IBucket;
  readonly watch: Watch;
}

/** Where SQL runs over the lake, and what it may cost. */
export class WarehouseStack extends Stack {
  constructor(scope: Construct, id: string, props: WarehouseStackProps) {
    super(scope, id, props);
    const { config, key, watch } = props;
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
  }
}
