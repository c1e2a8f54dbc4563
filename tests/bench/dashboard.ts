/** What a page of the dashboard loads, and when its first tile shows a number, on a warm server. */
import { gzipSync } from 'node:zlib';
import { chromium } from 'playwright-core';
import { isQuick, printTable, spread } from './figures.ts';
import { startStack } from './stack.ts';

const LOADS = isQuick ? 2 : 5;
const PAGES = ['executive', 'manager', 'frontline', 'analyst'];
/** A text that only the chart library has. */
const CHARTS = 'echarts';
const FIRST_TILE = `[...document.querySelectorAll('main .tile .body, main .kpis, main .tile table')].some((body) => !body.querySelector('[aria-busy]') && /\\d/.test(body.textContent))`;
const DRAWN = `document.querySelector('[aria-busy]') === null && [...document.querySelectorAll('.plot')].every((plot) => plot.querySelector('svg'))`;

const kib = (bytes: number) => `${(bytes / 1024).toFixed(1)} KiB`;

const stack = await startStack(isQuick ? ['--scale', '0.02', '--days', '14'] : []);
const browser = await chromium.launch({
  executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu'],
});
try {
  await stack.whole();
  const rows: string[][] = [];
  for (const tier of PAGES) {
    const times: number[] = [];
    const scripts = new Map<string, Promise<string>>();
    const session = JSON.stringify(await sessionOf(tier));
    for (let load = 0; load <= LOADS; load++) {
      const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce' });
      const page = await context.newPage();
      page.on('response', (answer) => {
        if (new URL(answer.url()).pathname.endsWith('.js')) scripts.set(answer.url(), answer.text());
      });
      await context.addInitScript(`sessionStorage.setItem('echolake.session', ${JSON.stringify(session)})`);
      const began = performance.now();
      await page.goto(`${stack.url}/?lang=en`, { waitUntil: 'commit' });
      await page.waitForFunction(FIRST_TILE, undefined, { polling: 10 });
      if (load > 0) times.push(performance.now() - began); // the first one warms the server
      await page.waitForFunction(DRAWN);
      await context.close();
    }
    const texts = await Promise.all(scripts.values());
    const zipped = texts.map((text) => ({ bytes: gzipSync(text, { level: 9 }).length, isCharts: text.includes(CHARTS) }));
    const sum = (isCharts: boolean) =>
      zipped.filter((one) => one.isCharts === isCharts).reduce((total, { bytes }) => total + bytes, 0);
    rows.push([tier, kib(sum(false)), kib(sum(true)), spread(times, 'ms', 0)]);
  }
  printTable(
    [
      'page',
      'JavaScript before charts (gzip)',
      'charts, loaded later',
      'first tile with a number, nothing in the browser’s cache',
    ],
    rows,
  );
} finally {
  await browser.close();
  await stack.stop();
}

/** A session as the sign-in page keeps it. */
async function sessionOf(tier: string): Promise<unknown> {
  const people = (await stack.request('/sign-in/people')) as Record<string, string>[];
  const person = people.find((one) => one['tier'] === tier);
  const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ id: person?.['id'] }) };
  const { token } = (await stack.request('/sign-in', init)) as { token: string };
  const { id, unit, unit_name: unitName, unit_name_en: unitNameEn, name, name_en: nameEn } = person ?? {};
  return { token, person: { id, tier, unit, unitName, unitNameEn, name, nameEn } };
}
