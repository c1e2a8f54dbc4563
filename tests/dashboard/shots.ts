import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { DESK, openBrowser, openSignedIn, overflowing, PHONE } from './browser.ts';

/** Pictures of every page in every look: `tsx tests/dashboard/shots.ts http://127.0.0.1:4000 DIR [name part…]`. */
const [base = 'http://127.0.0.1:4000', directory = 'shots', ...only] = process.argv.slice(2);

async function main(): Promise<void> {
  await mkdir(directory, { recursive: true });
  const people: { id: string; tier: string }[] = await (await fetch(`${base}/sign-in/people`)).json();
  const browser = await openBrowser();
  for (const tier of ['executive', 'manager', 'frontline', 'analyst']) {
    const person = people.find((one) => one.tier === tier);
    if (person === undefined) continue;
    for (const lang of ['zh', 'en'] as const) {
      for (const theme of ['light', 'dark'] as const) {
        for (const [device, size] of [
          ['desk', DESK],
          ['phone', PHONE],
        ] as const) {
          const name = `${tier}-${lang}-${theme}-${device}`;
          if (only.length > 0 && !only.some((part) => name.includes(part))) continue;
          const { page, context, errors } = await openSignedIn(browser, base, person.id, { ...size, lang, theme });
          // A fixed bar belongs at the end of the picture, so the window is made as tall as the page.
          const height = await page.evaluate(() => document.documentElement.scrollHeight);
          await page.setViewportSize({ width: size.width, height });
          await page.waitForTimeout(200);
          await page.screenshot({ path: join(directory, `${name}.png`), fullPage: true });
          const wide = await overflowing(page);
          process.stdout.write(
            `${name} ${errors.length} errors ${errors.slice(0, 2).join(' | ')} ${wide.slice(0, 4).join(' | ')}\n`,
          );
          await context.close();
        }
      }
    }
  }
  await browser.close();
}

await main();
