import fc from 'fast-check';
import { expect, test } from 'vitest';
import { redact } from '../../../../lambdas/shared/redact/redact.ts';

// Made-up identifiers, each with the digits or letters that must not be left.

const digits = (length: number) => fc.stringMatching(new RegExp(`^\\d{${length}}$`));
const mobile = fc
  .tuple(fc.constantFrom('3', '4', '5', '6', '7', '8', '9'), digits(9))
  .map(([second, rest]) => `1${second}${rest}`);
const landline = fc
  .tuple(fc.constantFrom('010', '021', '025', '0571', '0755'), digits(7))
  .map(([area, rest]) => `${area}6${rest}`);

function luhn(body: string): string {
  const sum = body
    .split('')
    .reverse()
    .reduce((total, sign, i) => {
      const doubled = Number(sign) * (i % 2 === 0 ? 2 : 1);
      return total + (doubled > 9 ? doubled - 9 : doubled);
    }, 0);
  return `${body}${(10 - (sum % 10)) % 10}`;
}
const bankCard = fc.oneof(
  digits(13).map((rest) => luhn(`62${rest}`)),
  digits(16).map((rest) => luhn(`62${rest}`)),
  digits(14).map((rest) => luhn(`4${rest}`)),
  digits(13).map((rest) => luhn(`51${rest}`)),
);

const birthday = fc
  .date({ min: new Date('1930-01-01'), max: new Date('2015-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10).replaceAll('-', ''));
const idCard = fc.tuple(fc.constantFrom('110105', '310104', '440305'), birthday, digits(3)).map(([place, born, rest]) => {
  const body = `${place}${born}${rest}`;
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
  const sum = weights.reduce((total, weight, i) => total + weight * Number(body[i]), 0);
  return `${body}${'10X98765432'[sum % 11]}`;
});

const FULL = (text: string) => text.replace(/[!-~]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) + 0xfee0));
const CIRCLED = (text: string) => text.replace(/\d/g, (digit) => '⓪①②③④⑤⑥⑦⑧⑨'[Number(digit)] ?? digit);
const STYLED = (text: string) => text.replace(/\d/g, (digit) => String.fromCodePoint(0x1d7ce + Number(digit)));
const ARABIC = (text: string) => text.replace(/\d/g, (digit) => String.fromCharCode(0x660 + Number(digit)));
const KEYCAPS = (text: string) => text.replace(/\d/g, '$&\ufe0f\u20e3');
const HAN = (text: string) => text.replace(/\d/g, (digit) => '零一二三四五六七八九'[Number(digit)] ?? digit);
const ALOUD = (text: string) => text.replace(/\d/g, (digit) => '〇幺二三四五六七八九'[Number(digit)] ?? digit);
const FINANCIAL = (text: string) => text.replace(/\d/g, (digit) => '零壹贰叁肆伍陆柒捌玖'[Number(digit)] ?? digit);
const HALF_HAN = (text: string) => text.slice(0, 3) + HAN(text.slice(3));

const dress = fc.constantFrom((text: string) => text, FULL, CIRCLED, STYLED, ARABIC, KEYCAPS);
const read = fc.constantFrom(HAN, ALOUD, FINANCIAL, HALF_HAN);
const unseen = fc.constantFrom('', '\u200b', '\u200d', '\u2060', '\ufeff', '\u00ad');
const separator = fc.constantFrom(' ', '-', '  ', '－', '\u00a0', '\u3000', '–', '.', '·');

const grouped = (text: string, sizes: readonly number[], by: string) => {
  let at = 0;
  const parts = sizes.map((size) => text.slice(at, (at += size)));
  return [...parts, text.slice(at)].filter((part) => part !== '').join(by);
};
const between = (text: string, sign: string) => Array.from(text).join(sign);

const around = fc.constantFrom(
  ['', ''],
  ['电话', '，谢谢'],
  ['请打', '找我'],
  ['call ', ' now'],
  ['(', ')'],
  ['2份，', '。1份'],
  ['等了45分钟 ', ' 还没到'],
);

function never(kind: string, value: fc.Arbitrary<string>): void {
  test(`no way of writing a ${kind} comes through`, () => {
    fc.assert(
      fc.property(value, around, (written, [before, after]) => {
        const kept = redact(`${before}${written}${after}`);
        expect(kept).toMatch(/\[[a-z ]+\]/);
        const left = kept.replace(before ?? '', '').replace(after ?? '', '');
        expect(left.normalize('NFKC').replace(/[^\d零〇一幺二三四五六七八九壹贰叁肆伍陆柒捌玖]/g, '')).toBe('');
      }),
      { numRuns: 700 },
    );
  });
}

const MOBILE_GROUPS = [[], [3, 4], [3, 3], [4, 4], [3, 4, 4], [7], [3], [3, 2, 2, 2], Array<number>(11).fill(1)];
const country = fc.constantFrom('', '+86', '+86 ', '+86-', '86 ', '0086', '0086-', '(+86)', '(86)');
never(
  'mobile number',
  fc.oneof(
    fc
      .tuple(mobile, fc.constantFrom(...MOBILE_GROUPS), separator, country, dress)
      .map(([number, sizes, by, code, dressed]) => dressed(code + grouped(number, sizes, by))),
    fc.tuple(mobile, unseen, dress).map(([number, sign, dressed]) => between(dressed(number), sign)),
    fc
      .tuple(mobile, read, fc.constantFrom([], [3, 4], [3, 4, 4]), fc.constantFrom(' ', '-'))
      .map(([number, how, sizes, by]) => how(grouped(number, sizes, by))),
  ),
);
never(
  'landline number',
  fc.tuple(landline, fc.constantFrom('', '-', ' ', ') '), dress).map(([number, by, dressed]) => {
    const area = /^0(?:10|2\d)/.test(number) ? 3 : 4;
    return dressed(`${by === ') ' ? '(' : ''}${number.slice(0, area)}${by}${number.slice(area, area + 8)}`);
  }),
);
never(
  'bank card',
  fc.oneof(
    fc.tuple(bankCard, separator, dress).map(([card, by, dressed]) => dressed(grouped(card, [4, 4, 4, 4], by))),
    fc.tuple(bankCard, unseen, dress).map(([card, sign, dressed]) => between(dressed(card), sign)),
  ),
);
never(
  'id card',
  fc.oneof(
    fc
      .tuple(idCard, separator, fc.constantFrom([], [6, 8], [6, 4, 4], [3, 3, 4, 4]), dress)
      .map(([card, by, sizes, dressed]) => dressed(grouped(card, sizes, by))),
    fc.tuple(idCard, unseen, dress).map(([card, sign, dressed]) => between(dressed(card), sign).toLowerCase()),
  ),
);

const letters = fc.stringMatching(/^[a-z][a-z0-9]{2,11}$/);
const email = fc.tuple(
  letters,
  fc.constantFrom('', '.', '_', '+', '-'),
  letters,
  fc.constantFrom('example.com', 'mail.example.org'),
);
test('no way of writing an e-mail address comes through', () => {
  fc.assert(
    fc.property(
      email,
      fc.constantFrom(
        (text: string) => text,
        FULL,
        (text: string) => text.toUpperCase(),
        (text: string) => text.replace('@', ' @ '),
      ),
      unseen,
      (parts, dressed, sign) => {
        const [first, by, second, domain] = parts;
        const kept = redact(`写信到${between(dressed(`${first}${by}${second}@${domain}`), sign)}，谢谢`);
        expect(kept).toBe('写信到[email]，谢谢');
      },
    ),
    { numRuns: 500 },
  );
});

test('any text comes through without an error, and what is kept of it is in its order', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (text) => {
      const kept = redact(text).split(/\[(?:email|phone|id card|bank card|ssn|account|plate|house number|name)\]/);
      let at = 0;
      for (const part of kept) {
        const found = text.indexOf(part, at);
        expect(found).toBeGreaterThanOrEqual(at);
        at = found + part.length;
      }
    }),
    { numRuns: 700 },
  );
});

const LONG = ['1 ', '13', 'a@', '王', '1-', 'A1 ', '一', 'mr ', '路1', '13800001234 ', '王先生', '1 Aa '].map((piece) =>
  piece.repeat(20_000 / piece.length),
);
LONG.push(`${'a.'.repeat(10_000)}@`, `${'1 Aa '.repeat(4_000)}Street`);

test('a text of the greatest length takes no time that hurts', () => {
  const started = performance.now();
  for (const text of LONG) redact(text);
  expect(performance.now() - started).toBeLessThan(3_000);
});
