import { Stack, Validations } from 'aws-cdk-lib';
import { type IRole, ManagedPolicy, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { type Bucket, CfnBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';

export interface LakePolicyProps {
  readonly about: string;
  readonly lake: Bucket;
  readonly key: IKey;
  /** Key prefixes, each ending in `/`. */
  readonly read?: readonly string[];
  readonly write?: readonly string[];
  readonly remove?: readonly string[];
  /** Prefixes whose keys may be listed. */
  readonly list?: readonly string[];
}

/**
 * Leave to read and write objects of the lake below some prefixes, and nothing else. Every action is written out: the
 * bucket's own `grantPut` and `grantRead` give `s3:Abort*`, `s3:List*` and `kms:GenerateDataKey*`.
 */
export class LakePolicy extends Construct {
  readonly #policy: ManagedPolicy;

  constructor(scope: Construct, id: string, props: LakePolicyProps) {
    super(scope, id);
    const { lake, key, read = [], write = [], remove = [], list = [] } = props;
    this.#policy = new ManagedPolicy(this, 'Policy', { description: props.about });
    const allow = (actions: string[], resources: string[]) =>
      this.#policy.addStatements(new PolicyStatement({ actions, resources }));
    const objects = (prefixes: readonly string[]) => prefixes.map((prefix) => lake.arnForObjects(`${prefix}*`));
    if (read.length > 0) {
      allow(['s3:GetObject'], objects(read));
      allow(['kms:Decrypt'], [key.keyArn]);
    }
    if (write.length > 0) {
      allow(['s3:PutObject'], objects(write));
      allow(['kms:GenerateDataKey'], [key.keyArn]);
    }
    if (remove.length > 0) allow(['s3:DeleteObject'], objects(remove));
    if (list.length > 0) {
      this.#policy.addStatements(
        new PolicyStatement({
          actions: ['s3:ListBucket'],
          resources: [lake.bucketArn],
          conditions: { StringLike: { 's3:prefix': list.map((prefix) => `${prefix}*`) } },
        }),
      );
    }
    for (const prefix of new Set([...read, ...write, ...remove])) {
      Validations.of(this.#policy).acknowledge({
        id: `AwsSolutions-IAM5[Resource::<${logicalId(lake)}.Arn>/${prefix}*]`,
        reason: 'Object keys hold days and digests, so they can only be named by their prefix.',
      });
    }
  }

  attachTo(role: IRole): void {
    role.addManagedPolicy(this.#policy);
  }
}

function logicalId(bucket: Bucket): string {
  const { defaultChild } = bucket.node;
  if (!(defaultChild instanceof CfnBucket)) throw new TypeError('expected a bucket made here');
  return String(Stack.of(bucket).resolve(defaultChild.logicalId));
}
