import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import type { Workgroup } from './facade/execution.ts';
import { startFacade } from './facade/server.ts';
import { startMoto } from './moto.ts';
import { clientSettings, RIG } from './settings.ts';
import { startTrino } from './trino/server.ts';

export interface Rig {
  /** S3, SQS, Glue, DynamoDB, Secrets Manager. */
  readonly motoUrl: string;
  readonly athenaUrl: string;
  stop(): Promise<void>;
}

const WORKGROUPS: readonly Workgroup[] = [
  { name: 'primary', outputLocation: `s3://${RIG.bucket}/results/`, isEnforced: false },
  { name: RIG.smallWorkgroup, outputLocation: `s3://${RIG.bucket}/results/`, isEnforced: true, cutoffBytes: 10_000 },
];

/** An AWS on loopback: moto, a Trino over its S3 and Glue, and Athena's API before that. Everything it writes is gone when it stops. */
export async function startRig(): Promise<Rig> {
  const folder = await mkdtemp(join(tmpdir(), 'echolake-rig-'));
  const running: (() => Promise<void>)[] = [() => rm(folder, { recursive: true, force: true, maxRetries: 10 })];
  const endAll = async () => {
    for (const end of running.toReversed()) await end();
  };
  let ending: Promise<void> | undefined;
  const stop = () => (ending ??= endAll()); // a signal may end it while its owner does
  try {
    const moto = await startMoto(folder);
    running.push(() => moto.stop());
    const s3 = new S3Client({ ...clientSettings(moto.url), forcePathStyle: true });
    await s3.send(new CreateBucketCommand({ Bucket: RIG.bucket }));
    const trinoFolder = join(folder, 'trino');
    await mkdir(trinoFolder);
    const trino = await startTrino(trinoFolder, moto.url);
    running.push(() => trino.stop());
    const facade = await startFacade({ trinoUrl: trino.url, awsUrl: moto.url, workgroups: WORKGROUPS });
    running.push(() => facade.stop());
    return { motoUrl: moto.url, athenaUrl: facade.url, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Ends the rig, and then the program, when somebody ends the program: servers would outlive it. */
export function stopOnSignals(rig: Rig): void {
  let isStopping = false;
  const stop = () => {
    if (isStopping) return;
    isStopping = true;
    void rig.stop().then(() => process.exit(1));
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, stop);
}
