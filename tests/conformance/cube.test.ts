import { resolve } from 'node:path';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { CONTRACTS } from '../../contracts/catalogue.ts';
import { DEFAULTS } from '../../local/sample/options.ts';
import { sampleDrops } from '../../local/sample/plan.ts';
import { openPublished } from '../../warehouse/engines/duckdb/serving.ts';
import { publishedBuild } from '../../warehouse/manifest.ts';
import { BEARERS, startServer } from '../cube/running-server.ts';
import { cubeOnAthena } from './cube-on-athena.ts';
import { makeLanding } from './landing.ts';
import { makeTwin, type Twin } from './twin.ts';

let twin: Twin;

beforeAll(async () => {
  twin = await makeTwin(CONTRACTS);
});

afterAll(() => twin.remove());

it('Cube gives the same numbers through its own Athena driver and through ours on DuckDB', async () => {
  const landing = await makeLanding(twin.installation);
  for (const drop of sampleDrops({ ...DEFAULTS, days: 1, scale: 0.02, endDate: '2026-11-10' })) await landing.sample(drop);
  await twin.build({ sqlDir: resolve('sql'), select: ['+score_daily'] });
  const { dataDir, installation } = twin;
  const marts = { open: () => openPublished(dataDir), currentBuild: () => publishedBuild(dataDir) };
  const [local, lake] = [await startServer({ marts, minimumN: 1 }), await cubeOnAthena(installation, inject('athenaUrl'))];
  try {
    const query = {
      measures: ['executive_score.response_count', 'executive_score.nps', 'executive_score.csat'],
      timeDimensions: [{ dimension: 'executive_score.business_date', dateRange: ['2026-11-01', '2026-11-30'] }],
    };
    const [[onDuckdb], [onAthena]] = [await local.rows(BEARERS.executive, query), await lake.rows(BEARERS.executive, query)];
    const numbers = (row: Record<string, unknown> = {}) => query.measures.map((measure) => Number(row[measure]));
    const [count = 0, ...scores] = numbers(onAthena);
    expect(count).toBeGreaterThan(0);
    expect(count).toBe(numbers(onDuckdb)[0]);
    for (const [index, score] of scores.entries()) expect(score).toBeCloseTo(numbers(onDuckdb)[index + 1] ?? Number.NaN, 9);
    console.log(`Cube on Athena and on DuckDB: ${JSON.stringify(onAthena)}`);
  } finally {
    await lake.stop();
    await local.stop();
  }
});
