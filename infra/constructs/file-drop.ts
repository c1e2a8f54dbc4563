import { Rule } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import type { WorkQueue } from './work-queue.ts';

export interface FileDropProps {
  readonly lake: IBucket;
  /** Key prefix that files are dropped under. */
  readonly prefix: string;
  readonly files: WorkQueue;
}

/** Tells the import of every file dropped under a prefix: one EventBridge event a message. */
export class FileDrop extends Construct {
  constructor(scope: Construct, id: string, props: FileDropProps) {
    super(scope, id);
    new Rule(this, 'Rule', {
      description: 'A file was dropped for import.',
      eventPattern: {
        source: ['aws.s3'],
        detailType: ['Object Created'],
        detail: { bucket: { name: [props.lake.bucketName] }, object: { key: [{ prefix: props.prefix }] } },
      },
      targets: [new SqsQueue(props.files.queue, { deadLetterQueue: props.files.dead })],
    });
  }
}
