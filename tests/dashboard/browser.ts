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

export interface Look {
  readonly width: number;
  readonly height: number;
  readonly lang: 'zh' | 'en';
  readonly theme: 'light' | 'dark';
}

export const DESK = { width: 1440, height: 900 };
export const PHONE = { width: 390, height: 844 };

/** A page signed in as a sample person, all of its tiles drawn. Collects what the page complains about in `errors`. */
export async function openSignedIn(browser: Browser, base: string, personId: string, look: Look, path = '/') {
  const context = await browser.newContext({
    viewport: { width: look.width, height: look.height },
    deviceScaleFactor: look.width < 600 ? 2 : 1,
    reducedMotion: 'reduce',
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  const page = await context.newPage();
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  const people = await (await fetch(`${base}/sign-in/people`)).json();
  const person = people.find((one: { id: string }) => one.id === personId);
  if (person === undefined) throw new Error(`no sample person ${personId}`);
  const { token } = await (
    await fetch(`${base}/sign-in`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ id: personId }),
    })
  ).json();
  const kept = {
    token,
    person: {
      id: person.id,
      tier: person.tier,
      unit: person.unit,
      unitName: person.unit_name,
      unitNameEn: person.unit_name_en,
      name: person.name,
      nameEn: person.name_en,
    },
  };
  await context.addInitScript((value) => {
    sessionStorage.setItem('echolake.session', value);
  }, JSON.stringify(kept));
  const separator = path.includes('?') ? '&' : '?';
  await page.goto(`${base}${path}${separator}lang=${look.lang}&theme=${look.theme}`);
  await settled(page);
  return { page, context, errors };
}

/** Waits until nothing is loading and every chart is drawn. */
export async function settled(page: Page): Promise<void> {
  await page.waitForSelector('main');
  await page.waitForFunction(() => {
    const isEmpty = document.querySelector('main')?.childElementCount === 0;
    const isLoading = isEmpty || document.querySelector('main [aria-busy=true]') !== null;
    const isDrawing = [...document.querySelectorAll('.plot')].some((plot) => plot.querySelector('svg') === null);
    return !isLoading && !isDrawing;
  });
  await page.waitForTimeout(150);
}

/** Elements whose text sticks out of the window, for a test that says nothing may. */
export async function overflowing(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    return [...document.querySelectorAll('main *, header *, .head *')]
      .filter((element) => {
        const box = element.getBoundingClientRect();
        const isClipped = element.closest('.scroll, .voices, .filters, .members, pre, .sr, .art') !== null;
        return (
          !isClipped &&
          box.width > 0 &&
          (box.right > width + 1 || box.left < -1) &&
          getComputedStyle(element).position !== 'absolute'
        );
      })
      .map(
        (element) =>
          `${element.tagName.toLowerCase()}.${element.getAttribute('class') ?? ''} ${(element.textContent ?? '').slice(0, 40)}`,
      );
  });
}
