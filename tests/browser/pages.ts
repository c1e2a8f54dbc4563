import { existsSync } from 'node:fs';
import { type Browser, chromium, type Page } from 'playwright-core';

/** Chromium of the machine. @throws with a sentence when there is none: a browser test that is left out proves nothing. */
export async function openBrowser(): Promise<Browser> {
  const executablePath = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium';
  if (!existsSync(executablePath)) {
    throw new Error(`There is no Chromium at ${executablePath}: install it, or set CHROMIUM_PATH to where it is.`);
  }
  return chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu', '--font-render-hinting=none'] });
}

/** A page in a fresh session. Everything it complains about is in `errors`. */
export async function openPage(browser: Browser, size: { width: number; height: number }) {
  const context = await browser.newContext({ viewport: size, reducedMotion: 'reduce', locale: 'zh-CN', colorScheme: 'light' });
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  return { page, errors, close: () => context.close() };
}

/** Waits until nothing is loading and every chart is drawn. */
export async function settled(page: Page): Promise<void> {
  await page.waitForSelector('main');
  await page.waitForFunction(() => {
    const isLoading =
      document.querySelector('main [aria-busy=true]') !== null || document.querySelector('main')?.childElementCount === 0;
    const isDrawing = [...document.querySelectorAll('.plot')].some((plot) => plot.querySelector('svg') === null);
    return !isLoading && !isDrawing;
  });
}

/** Signs in through the sign-in page. */
export async function signInAs(page: Page, base: string, name: string, query: string): Promise<void> {
  await page.goto(`${base}/?${query}`);
  await page.getByRole('button', { name: new RegExp(`^${name}`) }).click();
  await settled(page);
}

/** How many px the page is wider than the window, and whose fault it is. */
export async function overflow(page: Page): Promise<{ px: number; of: string[] }> {
  return page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    const sticks = [...document.querySelectorAll('main *, header *, .head *')].filter((element) => {
      const box = element.getBoundingClientRect();
      const isClipped = element.closest('.scroll, .voices, .filters, .members, pre, .sr, .art') !== null;
      return !isClipped && box.width > 0 && box.right > width + 1 && getComputedStyle(element).position !== 'absolute';
    });
    const named = sticks.map((element) => `${element.tagName} ${element.className} ${element.textContent?.slice(0, 30)}`);
    return { px: document.documentElement.scrollWidth - width, of: named };
  });
}
