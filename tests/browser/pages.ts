import type { Browser, Page } from 'playwright-core';
import { overflowing, settled } from '../dashboard/browser.ts';

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

/** Signs in through the sign-in page. */
export async function signInAs(page: Page, base: string, name: string, query: string): Promise<void> {
  await page.goto(`${base}/?${query}`);
  await page.getByRole('button', { name: new RegExp(`^${name}`) }).click();
  await settled(page);
}

/** How many px the page is wider than the window, and whose fault it is. */
export async function overflow(page: Page): Promise<{ px: number; of: string[] }> {
  const px = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  return { px, of: await overflowing(page) };
}
