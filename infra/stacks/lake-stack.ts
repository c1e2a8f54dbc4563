import { CfnOutput, Duration, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import { Key } from 'aws-cdk-lib/aws-kms';
import { type Bucket, CfnBucket } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import type { Config } from '../config.ts';
import { AccessLogBucket } from '../constructs/access-log-bucket.ts';
import { ContactVault } from '../constructs/contact-vault.ts';
import { DoorSecret } from '../constructs/door-secret.ts';
import { LakeCatalogue } from '../constructs/lake-catalogue.ts';
import { LakePolicy } from '../constructs/lake-policy.ts';
import { PrivateBucket } from '../constructs/private-bucket.ts';
import { PREFIXES } from '../../contracts/lake.ts';

/** What was erased or replaced is gone for good after so many days. */
const NONCURRENT_DAYS = 30;

export interface LakeStackProps extends StackProps {
  readonly config: Config;
}

/** Everything that must outlive the code: the key, the bucket, its access log, the secrets, the vault, the catalogue. */
export class LakeStack extends Stack {
  readonly key: Key;
  readonly lake: Bucket;
  readonly accessLogs: Bucket;
  readonly doorSecret: DoorSecret;
  readonly vault: ContactVault;
  /** What each function of the way in may do with the lake. */
  readonly policies: {
    readonly collect: LakePolicy;
    readonly land: LakePolicy;
    readonly import: LakePolicy;
    readonly invite: LakePolicy;
    readonly transform: LakePolicy;
  };

  constructor(scope: Construct, id: string, props: LakeStackProps) {
    super(scope, id, { ...props, terminationProtection: true });
    const { config } = props;
    this.key = new Key(this, 'Key', {
      description: 'Data at rest of Echolake.',
      enableKeyRotation: true,
      removalPolicy: RemovalPolicy.RETAIN,
    });
    this.accessLogs = new AccessLogBucket(this, 'AccessLogs').bucket;
    this.lake = new PrivateBucket(this, 'Lake', {
      key: this.key,
      accessLogs: this.accessLogs,
      logPrefix: 'lake/',
      versioned: true,
      lifecycleRules: [
        { noncurrentVersionExpiration: Duration.days(NONCURRENT_DAYS), expiredObjectDeleteMarker: true },
        {
          prefix: PREFIXES.inbox,
          expiration: Duration.days(config.inboxDays),
          noncurrentVersionExpiration: Duration.days(1),
        },
        // A built table is dropped when no kept build names it, and can be had again by building.
        { prefix: PREFIXES.warehouse, noncurrentVersionExpiration: Duration.days(1) },
        { prefix: PREFIXES.quarantine, expiration: Duration.days(config.quarantineDays) },
      ],
    }).bucket;
    tellEventBridge(this.lake);
    this.policies = this.#policies();
    this.doorSecret = new DoorSecret(this, 'DoorSecret', { key: this.key });
    this.vault = new ContactVault(this, 'Vault', { key: this.key });
    new LakeCatalogue(this, 'Catalogue', { lake: this.lake, databaseName: config.name, firstDay: config.firstDay });
    new CfnOutput(this, 'LakeBucket', {
      value: this.lake.bucketName,
      description: `Drop files under ${PREFIXES.inbox}<channel>/.`,
    });
    new CfnOutput(this, 'DoorSecretArn', {
      value: this.doorSecret.secret.secretArn,
      description: 'Fill it once: infra/README.md.',
    });
  }

  #policies() {
    const { bronze, inbox, invites, maps, quarantine, warehouse } = PREFIXES;
    const { lake, key } = this;
    return {
      collect: new LakePolicy(this, 'CollectPolicy', {
        about: 'Sets refused records aside, reads which events trigger a survey.',
        lake,
        key,
        read: [invites],
        write: [quarantine],
      }),
      land: new LakePolicy(this, 'LandPolicy', { about: 'Adds events to the lake.', lake, key, write: [bronze] }),
      import: new LakePolicy(this, 'ImportPolicy', {
        about: 'Reads dropped files, adds their events to the lake, sets refused records aside.',
        lake,
        key,
        read: [inbox, maps],
        write: [bronze, quarantine],
      }),
      invite: new LakePolicy(this, 'InvitePolicy', {
        about: 'Keeps invites until they are due, and when each customer was asked.',
        lake,
        key,
        read: [invites],
        write: [invites],
        remove: [invites],
        list: [invites],
      }),
      transform: new LakePolicy(this, 'TransformPolicy', {
        about: 'Reads events, keeps what is built from them.',
        lake,
        key,
        read: [bronze, warehouse],
        write: [warehouse],
        remove: [warehouse],
        list: [bronze, warehouse],
      }),
    };
  }
}

/** CDK's own switch does this by a custom resource, a function with rights on every bucket; the property is enough. */
function tellEventBridge(bucket: Bucket): void {
  const { defaultChild } = bucket.node;
  if (!(defaultChild instanceof CfnBucket)) throw new TypeError('expected a bucket made here');
  defaultChild.notificationConfiguration = { eventBridgeConfiguration: { eventBridgeEnabled: true } };
}
