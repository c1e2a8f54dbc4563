import { join } from 'node:path';
import type { Context, ScheduledEvent } from 'aws-lambda';
import { CONTRACTS } from '../../contracts/catalogue.ts';
import { transformPlace } from '../shared/aws/ports.ts';
import { transform } from './transform.ts';

/** Left for taking back what a build was doing when its time ran out. */
const GRACE_MS = 60_000;

/** Models lie beside the bundle. */
const SQL_DIR = join(import.meta.dirname, 'sql');

const place = transformPlace();

/** Runs on a schedule. A throw is counted as an error of the function, which rings when it goes on. */
export async function handler(_event: ScheduledEvent, context: Context): Promise<void> {
  const deadline = AbortSignal.timeout(Math.max(0, context.getRemainingTimeInMillis() - GRACE_MS));
  await transform(place, {
    sqlDir: SQL_DIR,
    contracts: CONTRACTS,
    signal: deadline,
    now: () => new Date(),
    say: (line) => console.log(JSON.stringify(line)),
  });
}
