import { Duration } from 'aws-cdk-lib';
import { CfnWorkGroup } from 'aws-cdk-lib/aws-athena';
import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import type { Watch } from './watch.ts';

export interface QueryWorkgroupProps {
  readonly name: string;
  readonly results: IBucket;
  readonly key: IKey;
  /** A query that reads more is cut off. */
  readonly cutoffBytes: number;
  /** Successful queries that read more in a day ring. */
  readonly dailyBytes: number;
  readonly watch: Watch;
}

/** Where every Athena query runs: what it may cost, and where its result goes, is settled here and not by the caller. */
export class QueryWorkgroup extends Construct {
  constructor(scope: Construct, id: string, props: QueryWorkgroupProps) {
    super(scope, id);
    new CfnWorkGroup(this, 'Workgroup', {
      name: props.name,
      description: 'Builds and queries of the warehouse.',
      workGroupConfiguration: {
        enforceWorkGroupConfiguration: true,
        publishCloudWatchMetricsEnabled: true,
        requesterPaysEnabled: false,
        bytesScannedCutoffPerQuery: props.cutoffBytes,
        engineVersion: { selectedEngineVersion: 'Athena engine version 3' },
        resultConfiguration: {
          outputLocation: `s3://${props.results.bucketName}/`,
          encryptionConfiguration: { encryptionOption: 'SSE_KMS', kmsKey: props.key.keyArn },
        },
      },
    });
    props.watch.alarm(this, 'queries-reading', {
      metric: new Metric({
        namespace: 'AWS/Athena',
        metricName: 'ProcessedBytes',
        dimensionsMap: { WorkGroup: props.name, QueryType: 'DML', QueryState: 'SUCCEEDED' },
        statistic: 'Sum',
        period: Duration.days(1),
      }),
      above: props.dailyBytes,
    });
  }
}
