import { loadChannel } from '../../channels/load.ts';
import { importDrop, ownHands } from '../../lambdas/import/import-drop.ts';
import { keyedBy } from '../../lambdas/shared/intake.ts';
import { parquetWriter } from '../../lambdas/shared/parquet.ts';
import type { Pseudonymise } from '../../lambdas/shared/pseudonym.ts';
import { openInstallation } from '../../local/installation.ts';
import { storyOf } from '../../local/sample/day.ts';
import { DEFAULTS, type SampleOptions } from '../../local/sample/options.ts';
import { type Drop, sampleDrops } from '../../local/sample/plan.ts';
import { type Truth, truthOf } from '../../local/sample/truth.ts';
import type { Story } from '../../local/sample/visits.ts';
import { type DataFolder, dataFolder } from '../flow/data-folder.ts';

/** A fifth of the company in a fifth of its stores: each as busy as in the whole one, so that what is planted can be found. */
export const FIFTH: Omit<SampleOptions, 'seed'> = { days: DEFAULTS.days, endDate: '2026-11-20', scale: 0.2, stores: 24 };

/** A sample company in a data folder, with what is true of it. Nothing is built yet: call `build`, then `query`. */
export interface TrueWorld extends DataFolder {
  readonly story: Story;
  readonly truth: Truth;
  /** Pseudonym that an identifier has in this folder's lake. */
  readonly pseudonymise: Pseudonymise;
}

/** Drops that come in as one file, so that a lake of 90 days is some dozens of files and not a thousand. */
const DAYS_A_FILE = 30;

/** Lands a sample through its channels, the door and the landing writer, in this thread and without HTTP. */
export async function makeWorld(options: SampleOptions): Promise<TrueWorld> {
  const folder = await dataFolder();
  const { store, secrets, clock } = await openInstallation(folder.dataDir);
  const keyed = keyedBy(secrets);
  const ports = { store, secrets, clock, keyed, toParquet: await parquetWriter() };
  const hands = ownHands(ports);
  for (const drops of batches(sampleDrops(options))) {
    const [first] = drops;
    const last = drops.at(-1);
    if (first === undefined || last === undefined) continue;
    const file = { name: `${first.name}.ndjson`, receivedAt: last.receivedAt, open: () => asBytes(drops) };
    const { quarantinedCount, quarantined } = await importDrop(file, await loadChannel(first.channel), ports, hands);
    if (quarantinedCount > 0) throw new Error(`${first.channel} refused ${quarantinedCount}: ${JSON.stringify(quarantined)}`);
  }
  const story = storyOf(options);
  return { ...folder, story, truth: truthOf(story), pseudonymise: keyed.pseudonymise };
}

function batches(drops: readonly Drop[]): Drop[][] {
  const found = new Map<string, Drop[]>();
  for (const drop of drops) {
    const name = `${drop.channel} ${drop.day === null ? 'before' : Math.floor(drop.day / DAYS_A_FILE)}`;
    const batch = found.get(name);
    if (batch === undefined) found.set(name, [drop]);
    else batch.push(drop);
  }
  return [...found.values()];
}

/** Bytes handed over together. */
const CHUNK_LENGTH = 1 << 20;

async function* asBytes(drops: readonly Drop[]): AsyncGenerator<Uint8Array> {
  let text = '';
  for (const drop of drops) {
    for (const record of drop.records()) {
      text += `${JSON.stringify(record)}\n`;
      if (text.length < CHUNK_LENGTH) continue;
      yield Buffer.from(text);
      text = '';
    }
  }
  yield Buffer.from(text);
}
