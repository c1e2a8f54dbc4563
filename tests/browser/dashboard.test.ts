import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DESK, openBrowser, PHONE, settled } from '../dashboard/browser.ts';
import { openPage, overflow, signInAs } from './pages.ts';
import { type Stack, startStack } from './stack.ts';

const PEOPLE = {
  executive: { id: 'shen-yan', zh: '沈砚', en: 'Shen Yan' },
  manager: { id: 'gu-wantang', zh: '顾晚棠', en: 'Gu Wantang' },
  frontline: { id: 'liang-jiahe', zh: '梁家禾', en: 'Liang Jiahe' },
  analyst: { id: 'yu-zhiwei', zh: '俞知微', en: 'Yu Zhiwei' },
} as const;
type Tier = keyof typeof PEOPLE;

/** Where the first figure of a page stands, and the question that it answers. */
const FIRST: Record<Tier, { at: string; measure: string; days: number; decimals: number; by?: string }> = {
  executive: { at: '.ev b', measure: 'nps', days: 28, decimals: 1 },
  manager: { at: '.kpis .v', measure: 'nps', days: 28, decimals: 1 },
  frontline: { at: '.kpis .v', measure: 'response_count', days: 1, decimals: 0 },
  analyst: { at: '.qt tbody td.num', measure: 'nps', days: 28, decimals: 1, by: 'region_name' },
};

let stack: Stack;
let browser: Browser;

beforeAll(async () => {
  browser = await openBrowser();
  stack = await startStack({ scale: 0.03, days: 35 });
});

afterAll(async () => {
  await browser?.close();
  await stack?.stop();
});

/** The same figure, asked of the API without the dashboard. */
async function asked(tier: Tier): Promise<string> {
  const { measure, days, decimals, by } = FIRST[tier];
  const view = `${tier}_score`;
  const token = await stack.token(PEOPLE[tier].id);
  const time = { dimension: `${view}.business_date`, granularity: 'day' };
  const count = `${view}.response_count`;
  const [latest] = await stack.load(token, {
    measures: [count],
    timeDimensions: [time],
    order: { [time.dimension]: 'desc' },
    limit: 1,
  });
  const to = String(latest?.[time.dimension]).slice(0, 10);
  const from = new Date(Date.parse(to) - (days - 1) * 86_400_000).toISOString().slice(0, 10);
  const name = `${view}.${measure}`;
  const [row] = await stack.load(token, {
    measures: [name],
    ...(by && { dimensions: [`${view}.${by}`] }),
    timeDimensions: [{ dimension: time.dimension, dateRange: [from, to] }],
    order: { [name]: 'desc' },
  });
  return Number(row?.[name]).toFixed(decimals);
}

const shown = async (page: Page, at: string) => (await page.locator(at).first().innerText()).replace('−', '-').trim();

describe.each(Object.keys(PEOPLE) as Tier[])('%s', (tier) => {
  it.each(['zh', 'en'] as const)('in %s shows the number the API gives, without a complaint, and fits a phone', async (lang) => {
    const { page, errors, close } = await openPage(browser, DESK);
    await signInAs(page, stack.url, PEOPLE[tier][lang], `lang=${lang}`);
    expect(new URL(page.url()).pathname).toBe(`/${tier}`);
    // A sample's older days may still be coming in: the page and the API agree once both saw the same build.
    await expect
      .poll(async () => [await shown(page, FIRST[tier].at), await asked(tier)], { timeout: 20_000 })
      .toSatisfy(([page, api]: string[]) => page === api);
    expect(await page.locator('html').getAttribute('lang')).toMatch(new RegExp(`^${lang}`));
    const isHan = /\p{Script=Han}/u.test(await page.locator('main h2').first().innerText());
    expect(isHan).toBe(lang === 'zh');
    await page.setViewportSize(PHONE);
    await settled(page);
    expect(await overflow(page)).toEqual({ px: 0, of: [] });
    expect(errors).toEqual([]);
    await close();
  });
});

describe('a tile', () => {
  it('shows the table behind its chart, and the chart again', async () => {
    const { page, errors, close } = await openPage(browser, DESK);
    await signInAs(page, stack.url, PEOPLE.executive.zh, 'lang=zh');
    const trend = page.locator('#trend');
    await trend.getByRole('button', { name: '看表格' }).click();
    expect(await trend.locator('tbody tr').count()).toBeGreaterThanOrEqual(5);
    expect(await trend.locator('thead').innerText()).toContain('NPS');
    expect(await trend.locator('.plot').count()).toBe(0);
    await trend.getByRole('button', { name: '看图' }).click();
    await settled(page);
    expect(await trend.locator('.plot svg').count()).toBe(1);
    expect(errors).toEqual([]);
    await close();
  });

  it('draws the target that the company has set', async () => {
    const { page, close } = await openPage(browser, DESK);
    await signInAs(page, stack.url, PEOPLE.executive.zh, 'lang=zh');
    expect(await page.locator('#trend .plot svg').innerHTML()).toContain('目标 40');
    expect(await page.locator('#stages .ref').count()).toBe(7);
    await close();
  });

  it('explains its measure to the keyboard, and gives the focus back', async () => {
    const { page, close } = await openPage(browser, DESK);
    await signInAs(page, stack.url, PEOPLE.manager.zh, 'lang=zh');
    const button = page.locator('.tile .def summary').first();
    const box = page.locator('.tile .def .pop').first();
    await button.focus();
    await page.keyboard.press('Enter');
    await box.getByText('推荐者（9–10 分）').waitFor(); // the catalogue comes after the numbers
    expect(await box.innerText()).toMatch(/NPS（净推荐值）[\s\S]*口径[\s\S]*推荐者（9–10 分）占比减去贬损者/);
    await page.keyboard.press('Escape');
    await box.waitFor({ state: 'hidden' });
    expect(await button.evaluate((element) => element === document.activeElement)).toBe(true);
    await close();
  });
});

describe('the address', () => {
  it('holds language and theme, and the switches change both in place', async () => {
    const { page, errors, close } = await openPage(browser, DESK);
    await signInAs(page, stack.url, PEOPLE.executive.zh, 'lang=zh&theme=light&period=7d');
    const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const light = await ground();
    await page.getByRole('link', { name: 'English' }).click();
    await page.getByRole('heading', { name: 'Is the score improving' }).waitFor();
    await page.getByRole('link', { name: 'Dark' }).click();
    await page.waitForFunction(() => document.documentElement.dataset['theme'] === 'dark');
    expect(await ground()).not.toBe(light);
    const at = new URL(page.url());
    expect(Object.fromEntries(at.searchParams)).toEqual({ lang: 'en', theme: 'dark', period: '7d' });
    await page.reload();
    await page.getByRole('heading', { name: 'Is the score improving' }).waitFor();
    expect(await ground()).not.toBe(light);
    expect(errors).toEqual([]);
    await close();
  });

  it('leads back to the same page when a sign-in has expired', async () => {
    const { page, close } = await openPage(browser, DESK);
    await signInAs(page, stack.url, PEOPLE.manager.zh, 'lang=zh');
    const kept = await page.evaluate(() => sessionStorage.getItem('echolake.session') ?? '{}');
    const token = await stack.token(PEOPLE.manager.id, 3);
    await page.evaluate(
      (session) => sessionStorage.setItem('echolake.session', session),
      JSON.stringify({ ...JSON.parse(kept), token }),
    );
    await page.goto(`${stack.url}/manager?lang=zh&period=7d&unit=S002`);
    const before = page.url();
    await page.getByText('登录已过期').waitFor();
    expect(page.url()).toBe(before);
    await page.getByRole('button', { name: /^顾晚棠/ }).click();
    await page.locator('.kpis').waitFor();
    expect(page.url()).toBe(before);
    expect(await page.locator('.pick select').first().inputValue()).toBe('7');
    await close();
  });

  it('is refused to another tier with what the person can see', async () => {
    const { page, close } = await openPage(browser, DESK);
    await signInAs(page, stack.url, PEOPLE.frontline.zh, 'lang=zh');
    await page.goto(`${stack.url}/executive?lang=zh`);
    await page.getByText('不在你的范围内').waitFor();
    expect(await page.locator('main').innerText()).toContain('广州榕荫街店');
    await close();
  });
});

it('a signed answer is on the store’s page within 10 seconds, without a reload', async () => {
  const { page, errors, close } = await openPage(browser, PHONE);
  await signInAs(page, stack.url, PEOPLE.frontline.zh, 'lang=zh');
  await page.evaluate(() => Object.assign(window, { isSamePage: true }));
  const at = new Date().toISOString();
  const status = await stack.sendSurvey({
    type: 'response',
    response_id: `R-browser-${at}`,
    survey_id: 'dine-in',
    org_unit_id: 'S043',
    touchpoint: 'dine_in_meal',
    status: 'completed',
    completed_at: at,
    answers: [{ question_id: 'recommend', metric: 'nps', score: 3, scale_min: 0, scale_max: 10 }],
    comment: '汤是凉的，等了很久才换',
    language: 'zh-CN',
  });
  expect(status).toBe(202);
  const first = page.locator('#voices .feed li').first();
  await first.getByText('「汤是凉的，等了很久才换」').waitFor({ timeout: 10_000 });
  expect(await first.locator('.score').innerText()).toContain('3');
  expect(await page.evaluate(() => 'isSamePage' in window)).toBe(true);
  expect(errors).toEqual([]);
  await close();
});
