/**
 * A peak day on top of a growing history, through the project's own models: 1 million orders with 2 million lines, 300,000 responses and
 * 2 million behaviour events, some of them late, in one incremental build. Run: npx tsx tests/bench/peak.ts [--quick]
 */
import { execFileSync } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { tablePrefix } from '../../contracts/lake.ts';
import { rollbackWarehouse } from '../../warehouse/rollback.ts';
import { isQuick, printTable } from './figures.ts';
import { dayAt, landStretch } from './peak/land.ts';

const PEAK_ORDERS = isQuick ? 20_000 : 1_000_000;
const USUAL_ORDERS = isQuick ? 200 : 10_000;
const MONTHS = isQuick ? [1, 2] : [1, 4, 12];
const DAYS_A_MONTH = 30;
const MEMORY_LIMIT = '2500MB';
/** From the lake to the daily marts; what follows the customer through all history (identities, journeys, contacts) is not in these. */
const MODELS = [
  '+order_daily',
  '+app_event_daily',
  '+score_daily',
  '+score_summary',
  '+feedback',
  '+invite_daily',
  '+dq_channel',
];

const built = z.object({
  seconds: z.number(),
  cpuSeconds: z.number(),
  peakMib: z.number(),
  models: z.array(z.object({ model: z.string(), mode: z.string(), ms: z.number(), rows: z.number() })),
});

const root = await mkdtemp(join(tmpdir(), 'echolake-peak-'));

function build(): z.infer<typeof built> {
  const script = fileURLToPath(new URL('peak/build.ts', import.meta.url));
  const text = execFileSync(process.execPath, ['--import', 'tsx', script, root, MEMORY_LIMIT, ...MODELS], { encoding: 'utf8' });
  return built.parse(JSON.parse(text));
}

async function unland(day: string): Promise<void> {
  const lake = join(root, 'lake', tablePrefix(''));
  for (const table of await readdir(lake)) await rm(join(lake, table, `dt=${day}`), { recursive: true, force: true });
}

try {
  const rows: string[][] = [];
  let known = 0;
  let last: z.infer<typeof built> | null = null;
  for (const months of MONTHS) {
    const days = months * DAYS_A_MONTH;
    await landStretch(root, { from: known, to: days, orders: USUAL_ORDERS });
    const history = build();
    known = days;
    const held = history.models.reduce((sum, model) => sum + (model.model.startsWith('stg_') ? model.rows : 0), 0);
    const measure = async (orders: number) => {
      await landStretch(root, { from: days, to: days + 1, orders });
      const result = build();
      await rollbackWarehouse(root, null, () => new Date());
      await unland(dayAt(days));
      return result;
    };
    const usual = await measure(USUAL_ORDERS);
    last = await measure(PEAK_ORDERS);
    const cells = ({ seconds, cpuSeconds, peakMib }: z.infer<typeof built>) =>
      `${seconds.toFixed(1)} s (CPU ${cpuSeconds.toFixed(1)} s), ${peakMib.toFixed(0)} MiB`;
    rows.push([`${months} months, ${(held / 1e6).toFixed(1)} million events`, cells(usual), cells(last), cells(history)]);
    if (isQuick || process.argv.includes('--models')) console.error(last.models.filter(({ mode }) => mode !== 'reused'));
  }
  printTable(['history', 'a usual day', 'a peak day', 'the history itself, since the line above'], rows);
  const slowest = last?.models.toSorted((a, b) => b.ms - a.ms).slice(0, 6) ?? [];
  console.log(
    `\nModels from staging to the daily marts (${last?.models.length ?? 0}): those of identities, journeys and contacts are not in this measure. Memory limit ${MEMORY_LIMIT}. Longest of the last peak day, two at once: ${slowest.map(({ model, mode, ms }) => `${model} ${mode} ${(ms / 1000).toFixed(1)} s`).join(', ')}.`,
  );
} finally {
  await rm(root, { recursive: true, force: true });
}
