import { CfnOutput, Duration, Stack, type StackProps } from 'aws-cdk-lib';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import type { Construct } from 'constructs';
import type { Config } from '../config.ts';
import { CollectApi } from '../constructs/collect-api.ts';
import type { ContactVault } from '../constructs/contact-vault.ts';
import type { DoorSecret } from '../constructs/door-secret.ts';
import { FileDrop } from '../constructs/file-drop.ts';
import { Inviting } from '../constructs/inviting.ts';
import { NodeFunction } from '../constructs/node-function.ts';
import type { Watch } from '../constructs/watch.ts';
import { WorkQueue } from '../constructs/work-queue.ts';
import { PREFIXES } from '../../contracts/lake.ts';
import type { LakeStack } from './lake-stack.ts';

const COLLECT_TIME = Duration.seconds(20);
const LAND_TIME = Duration.minutes(2);
const IMPORT_TIME = Duration.minutes(15);

export interface IngestStackProps extends StackProps {
  readonly config: Config;
  readonly lake: IBucket;
  readonly policies: LakeStack['policies'];
  readonly doorSecret: DoorSecret;
  readonly vault: ContactVault;
  readonly watch: Watch;
}

/** How it comes in: webhook → collect → events → land → lake, and file → import → lake; where it is wanted, events → invite → customer. */
export class IngestStack extends Stack {
  constructor(scope: Construct, id: string, props: IngestStackProps) {
    super(scope, id, props);
    const { config, lake, policies, doorSecret, vault, watch } = props;
    const events = new WorkQueue(this, 'Events', {
      workTime: LAND_TIME,
      attempts: 5,
      watch,
      waiting: { alarm: 'events-waiting', after: Duration.minutes(15) },
      dead: { alarm: 'events-dead' },
    });
    const files = new WorkQueue(this, 'Files', {
      workTime: IMPORT_TIME,
      attempts: 3,
      watch,
      waiting: { alarm: 'files-waiting', after: Duration.hours(2) },
      dead: { alarm: 'files-dead' },
    });
    const lakeSetting = { ECHOLAKE_BUCKET: lake.bucketName };
    const doorSettings = {
      ...lakeSetting,
      ECHOLAKE_SECRET_ID: doorSecret.secret.secretArn,
      ECHOLAKE_VAULT_TABLE: vault.table.tableName,
    };
    const queueSetting = { ECHOLAKE_QUEUE_URL: events.queue.queueUrl };
    const inviting = config.invites
      ? new Inviting(this, 'Inviting', { environment: { ...doorSettings, ...queueSetting }, watch })
      : null;
    const triggersSetting: Record<string, string> =
      inviting === null ? {} : { ECHOLAKE_TRIGGERS_URL: inviting.triggers.queue.queueUrl };

    const collect = new NodeFunction(this, 'Collect', {
      folder: 'collect',
      about: 'Takes a webhook: verify, check, pseudonymise, redact, queue.',
      memoryMb: 1024,
      timeout: COLLECT_TIME,
      environment: { ...doorSettings, ...queueSetting, ...triggersSetting },
    });
    policies.collect.attachTo(collect.role);
    events.queue.grantSendMessages(collect.role);
    doorSecret.allowRead(collect.role);
    vault.allow(collect.role, 'write');
    inviting?.triggers.queue.grantSendMessages(collect.role);
    if (inviting !== null) {
      policies.invite.attachTo(inviting.role);
      doorSecret.allowRead(inviting.role);
      vault.allow(inviting.role, 'read');
      events.queue.grantSendMessages(inviting.role);
    }
    const api = new CollectApi(this, 'CollectApi', {
      collect: collect.lambda,
      perSecond: config.collectPerSecond,
      burst: config.collectBurst,
      watch,
    });

    const land = new NodeFunction(this, 'Land', {
      folder: 'land',
      about: 'Writes queued events as Parquet, one file a table and received day.',
      memoryMb: 2048,
      timeout: LAND_TIME,
      environment: lakeSetting,
      withDuckdb: true,
    });
    policies.land.attachTo(land.role);
    land.lambda.addEventSource(
      new SqsEventSource(events.queue, {
        // Lambda hands over what fits into 6 MB, so the size and the window bound a batch, not the count.
        batchSize: 10_000,
        maxBatchingWindow: Duration.seconds(config.landWindowSeconds),
        // Few at once, so that files grow large.
        maxConcurrency: 5,
        reportBatchItemFailures: true,
      }),
    );

    const importer = new NodeFunction(this, 'Import', {
      folder: 'import',
      about: 'Lands a dropped file, streamed, through the same door as a webhook.',
      memoryMb: 3072,
      timeout: IMPORT_TIME,
      environment: doorSettings,
      withDuckdb: true,
    });
    policies.import.attachTo(importer.role);
    doorSecret.allowRead(importer.role);
    vault.allow(importer.role, 'write');
    importer.lambda.addEventSource(
      new SqsEventSource(files.queue, { batchSize: 1, maxConcurrency: 10, reportBatchItemFailures: true }),
    );
    new FileDrop(this, 'FileDrop', { lake, prefix: PREFIXES.inbox, files });

    new CfnOutput(this, 'CollectUrl', { value: `${api.stage.url}collect/`, description: 'Webhooks go to <this><channel>.' });
  }
}
