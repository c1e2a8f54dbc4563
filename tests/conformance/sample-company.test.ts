import { resolve } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { CONTRACTS } from '../../contracts/catalogue.ts';
import { DEFAULTS } from '../../local/sample/options.ts';
import { type Drop, sampleDrops } from '../../local/sample/plan.ts';
import { type Landing, makeLanding } from './landing.ts';
import { makeTwin, summaryOf, type Twin } from './twin.ts';

/** `CONFORMANCE_DAYS` and `CONFORMANCE_SCALE` make the company larger: 90 and 1 are all of it. */
const DAYS = Number(process.env['CONFORMANCE_DAYS'] ?? 5);
const SCALE = Number(process.env['CONFORMANCE_SCALE'] ?? 0.02);
/** Last days, which come after the first build. */
const LATER_DAYS = 2;

const sqlDir = resolve('sql');
let twin: Twin;
let landing: Landing;
let drops: Drop[];

beforeAll(async () => {
  twin = await makeTwin(CONTRACTS);
  landing = await makeLanding(twin.installation);
  drops = sampleDrops({ ...DEFAULTS, days: DAYS, scale: SCALE, endDate: '2026-11-10' });
});

afterAll(() => twin.remove());

const isLater = ({ day }: Drop) => day !== null && day >= DAYS - LATER_DAYS;

it('has the same cells on both engines', async () => {
  for (const drop of drops.filter((each) => !isLater(each))) await landing.sample(drop);
  await twin.build({ sqlDir });
  const summary = summaryOf(await twin.compare(sqlDir));
  console.log(`sample company, built whole: ${summary}`);
  expect(summary).toMatch(/^\d+ models, [1-9]\d+ cells, 0 differences$/);
});

it('has them still when more days came in', async () => {
  for (const drop of drops.filter(isLater)) await landing.sample(drop);
  const { athena } = await twin.build({ sqlDir });
  expect(Object.values(athena.manifest.results).map(({ mode }) => mode)).toContain('incremental');
  const summary = summaryOf(await twin.compare(sqlDir));
  console.log(`sample company, built on: ${summary}`);
  expect(summary).toMatch(/^\d+ models, [1-9]\d+ cells, 0 differences$/);
});
