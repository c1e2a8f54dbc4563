import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { DESK, openBrowser, openSignedIn, PHONE } from './browser.ts';

/**
 * The pictures of the README, of a running sample company: `npm start` in one terminal, `npm run screenshots` in another.
 * Another address than http://127.0.0.1:4000 is given after `--`.
 */
const [base = 'http://127.0.0.1:4000'] = process.argv.slice(2);
const FOLDER = fileURLToPath(new URL('../../docs/images/', import.meta.url));

const PICTURES = [
  { file: 'executive-en.png', tier: 'executive', look: { ...DESK, lang: 'en', theme: 'light' } },
  { file: 'manager-zh.png', tier: 'manager', look: { ...DESK, lang: 'zh', theme: 'light' } },
  { file: 'analyst-en-dark.png', tier: 'analyst', look: { ...DESK, lang: 'en', theme: 'dark' } },
  { file: 'frontline-zh-phone.png', tier: 'frontline', look: { ...PHONE, lang: 'zh', theme: 'light' } },
] as const;

const people: { id: string; tier: string }[] = await (await fetch(`${base}/sign-in/people`)).json();
await mkdir(FOLDER, { recursive: true });
const browser = await openBrowser();
try {
  for (const { file, tier, look } of PICTURES) {
    const person = people.find((one) => one.tier === tier);
    if (person === undefined) throw new Error(`there is no sample person of tier ${tier} at ${base}`);
    const { page, context, errors } = await openSignedIn(browser, base, person.id, look);
    if (errors.length > 0) throw new Error(`${file}: the page complains: ${errors.join('; ')}`);
    await page.screenshot({ path: FOLDER + file });
    await context.close();
    console.log(`docs/images/${file}`);
  }
} finally {
  await browser.close();
}
