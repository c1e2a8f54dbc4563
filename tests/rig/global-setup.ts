import type { TestProject } from 'vitest/node';
import { type Rig, startRig } from './rig.ts';

declare module 'vitest' {
  interface ProvidedContext {
    motoUrl: string;
    athenaUrl: string;
  }
}

let rig: Rig | undefined;

export async function setup(project: TestProject): Promise<void> {
  rig = await startRig();
  project.provide('motoUrl', rig.motoUrl);
  project.provide('athenaUrl', rig.athenaUrl);
}

export async function teardown(): Promise<void> {
  await rig?.stop();
}
