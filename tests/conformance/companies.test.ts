import { resolve } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { CONTRACTS } from '../../contracts/catalogue.ts';
import { DEFAULTS } from '../../local/sample/options.ts';
import { type Drop, sampleDrops } from '../../local/sample/plan.ts';
import { type Landing, makeLanding } from './landing.ts';
import { olistFiles } from './olist.ts';
import { makeTwin, summaryOf, type Twin } from './twin.ts';

/** `CONFORMANCE_DAYS` and `CONFORMANCE_SCALE` make the sample company larger: 90 and 1 are all of it. */
const DAYS = Number(process.env['CONFORMANCE_DAYS'] ?? 5);
const SCALE = Number(process.env['CONFORMANCE_SCALE'] ?? 0.02);
/** Last days, which come after the first build. */
const LATER_DAYS = 2;
/** What of Olist comes after the first build: what its orders are then looked at with. */
const LATER_OLIST = /items|reviews|payments/;

const sqlDir = resolve('sql');
const SAME = /^\d+ models, [1-9]\d+ cells, 0 differences$/;
let twin: Twin;
let landing: Landing;
let drops: Drop[];

beforeAll(async () => {
  twin = await makeTwin(CONTRACTS);
  landing = await makeLanding(twin.installation);
  drops = sampleDrops({ ...DEFAULTS, days: DAYS, scale: SCALE, endDate: '2026-11-10' });
});

afterAll(() => twin.remove());

async function land(isLater: boolean): Promise<void> {
  for (const drop of drops) if ((drop.day !== null && drop.day >= DAYS - LATER_DAYS) === isLater) await landing.sample(drop);
  for (const file of await olistFiles()) if (LATER_OLIST.test(file.name) === isLater) await landing.importFile('olist', file);
}

async function comparison(built: string): Promise<string> {
  const summary = summaryOf(await twin.compare(sqlDir));
  console.log(`sample company and Olist, ${built}: ${summary}`);
  return summary;
}

it('have the same cells on both engines', async () => {
  await land(false);
  await twin.build({ sqlDir });
  expect(await comparison('built whole')).toMatch(SAME);
});

it('have them still when more came in', async () => {
  await land(true);
  const { athena } = await twin.build({ sqlDir });
  expect(Object.values(athena.manifest.results).map(({ mode }) => mode)).toContain('incremental');
  expect(await comparison('built on')).toMatch(SAME);
});
