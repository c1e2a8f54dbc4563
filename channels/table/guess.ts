import { contractOf } from '../../contracts/catalogue.ts';
import type { EventContract } from '../../contracts/event.ts';
import { isPattern, instantOf } from './pattern.ts';

/** A table's first rows, as they were read. */
export type Rows = readonly Readonly<Record<string, unknown>>[];

/** Contracts that a table of a person's hand most often is, each with the fields that only it has. */
const CONTRACTS: Readonly<Record<string, readonly string[]>> = {
  survey_response: ['nps_score', 'csat_score', 'ces_score', 'response_id'],
  review: ['score', 'review_id', 'title', 'comment', 'product_id'],
  payment: ['payment_id', 'method'],
  order: ['total_amount', 'placed_at', 'item_count'],
  contact: ['birth_year', 'life_stage', 'member_tier', 'city'],
};

/** Words of a header by the field they mean, most telling first. */
const WORDS: readonly (readonly [field: string, words: RegExp])[] = [
  ['nps_score', /nps|推荐/i],
  ['csat_score', /csat|满意/i],
  ['ces_score', /\bces\b|费力/i],
  ['phone_key', /手机|电话|phone|mobile|\btel/i],
  ['email_key', /邮箱|e-?mail/i],
  ['member_key', /会员(?:号|编号|id)|member[ _]?(?:id|no|number)/i],
  ['review_id', /review[ _]?(?:id|no|number)|(?:评价|评论)(?:号|编号|id)/i],
  ['response_id', /response[ _]?(?:id|no)|答卷(?:号|编号)|问卷编号/i],
  ['payment_id', /payment[ _]?(?:id|no)|支付(?:号|编号|单号)|流水号/i],
  ['order_id', /订单(?:号|编号|id)?$|order[ _]?(?:id|no|number)?$/i],
  ['org_unit_id', /门店|店铺|店名|store|shop|branch/i],
  ['product_id', /商品(?:号|编号|id)|sku|product[ _]?id/i],
  ['survey_id', /问卷(?:id|名)|survey/i],
  ['title', /标题|title|headline/i],
  ['score', /评分|星级|打分|得分|分数|^score|rating|stars?$|label|sentiment/i],
  ['comment', /评论|评价|内容|留言|反馈|意见|comment|review|text|content|feedback|body/i],
  ['birth_year', /birth[ _]?year|出生年/i],
  ['life_stage', /life[ _]?stage|生命周期/i],
  ['member_tier', /等级|tier|level/i],
  ['city', /城市|city/i],
  ['region', /省份|province|region|state/i],
  ['method', /支付方式|method/i],
  ['item_count', /件数|数量|items?|quantity/i],
  ['total_amount', /总价|总额|应付|实付|total/i],
  ['amount', /金额|amount|paid/i],
  ['currency', /币种|currency/i],
  ['language', /语言|language|\blang\b/i],
  ['occurred_at', /时间|日期|date|time|created|(?:\b|_)at$/i],
];

const FORMATS = [
  'dd/MM/yyyy HH:mm:ss',
  'dd/MM/yyyy HH:mm',
  'dd/MM/yyyy',
  'dd.MM.yyyy HH:mm:ss',
  'dd.MM.yyyy HH:mm',
  'dd.MM.yyyy',
  'yyyy/MM/dd HH:mm:ss',
  'yyyy/M/d H:mm:ss',
  'yyyy/M/d H:mm',
  'yyyy/M/d',
  'yyyy年M月d日',
  'M/d/yyyy H:mm',
  'M/d/yyyy',
  'epoch_ms',
  'epoch_s',
];

interface Guess {
  readonly column: string;
  readonly to: string | null;
  /** The rest of the flow mapping behind `to`, and why. */
  readonly more: string;
  readonly note: string;
}

/**
 * A first map, from the header and some rows, for a person to read and mend. Quotes no cell: they may be personal, and the map is kept.
 * @param asked contract to map to; guessed too when it is left out
 */
export function guessMap(name: string, header: readonly string[], rows: Rows, zone: string, asked?: string): string {
  const contract = contractOf(asked ?? contractFor(header));
  const time = timeOf(contract);
  const taken = new Set<string>();
  const isFree = (field: string) => !taken.has(field) && (field === 'occurred_at' || field in contract.columns);
  const guesses = header.map((column): Guess => {
    const cells = rows.map((row) => textOf(row[column])).filter((cell) => cell !== '');
    const to =
      WORDS.find(([field, words]) => words.test(column) && isFree(field) && fits(field, cells))?.[0] ?? byCells(cells, isFree);
    if (to === null) return { column, to, more: '', note: 'not recognised: name its field, or leave it here' };
    taken.add(to);
    return { column, to: to === 'occurred_at' ? time : to, ...detailsOf(to, cells) };
  });
  const id = guesses.find(
    ({ column, to }) =>
      to?.endsWith('_id') === true && to.startsWith(contract.table.replace('survey_', '')) && isUnique(rows, column),
  );
  const mapped = guesses.filter(({ to }) => to !== null);
  const ignored = guesses.filter(({ to }) => to === null);
  const constants = [
    ...(taken.has('occurred_at') && time !== 'occurred_at' ? [`occurred_at: ${time}`] : []),
    ...constantsFor(contract.table, taken, rows, guesses),
  ];
  return [
    `name: ${shortName(name)}`,
    `contract: ${contract.table} # ${contract.about}`,
    `zone: ${zone}`,
    id === undefined ? 'id: row # no column was found that tells a row from all others' : `id: ${quoted(id.column)}`,
    'columns:',
    ...mapped.map(
      ({ column, to, more, note }) =>
        `  ${quoted(column)}: ${more === '' ? to : `{ to: ${to}${more} }`}${note === '' ? '' : ` # ${note}`}`,
    ),
    ...(constants.length > 0 ? ['constants:', ...constants.map((line) => `  ${line}`)] : []),
    ...(ignored.length > 0 ? ['ignore:', ...ignored.map(({ column, note }) => `  - ${quoted(column)} # ${note}`)] : []),
    '',
  ].join('\n');
}

/** Some contracts have a time that must be there, which is then also when the event was. */
function timeOf({ columns }: EventContract): string {
  const needed = Object.entries(columns).find(([, { type, schema }]) => type === 'timestamp' && !schema.safeParse(null).success);
  return needed?.[0] ?? 'occurred_at';
}

function contractFor(header: readonly string[]): string {
  const fields = new Set(header.map((column) => WORDS.find(([, words]) => words.test(column))?.[0]));
  const ranked = Object.entries(CONTRACTS).map(([table, own]) => ({
    table,
    count: own.filter((field) => fields.has(field)).length,
  }));
  return ranked.toSorted((a, b) => b.count - a.count)[0]?.table ?? 'review';
}

/** Whether cells can be what the header's words say: a text in a column called "rating" is no score. */
function fits(field: string, cells: readonly string[]): boolean {
  if (/score$|year$|count$/.test(field)) return cells.every((cell) => /^\d{1,4}(?:\.0+)?$/.test(cell)) || isTwoWords(cells);
  if (field.endsWith('amount')) return cells.every((cell) => /\d/.test(cell));
  if (field === 'occurred_at') return formatOf(cells) !== null;
  return true;
}

const textOf = (cell: unknown) => (typeof cell === 'string' || typeof cell === 'number' ? String(cell).trim() : '');

const isTwoWords = (cells: readonly string[]) => new Set(cells).size === 2 && cells.every((cell) => !/\d[.,]\d/.test(cell));

/** What only the cells tell. */
function byCells(cells: readonly string[], isFree: (field: string) => boolean): string | null {
  if (cells.length === 0) return null;
  const all = (pattern: RegExp) => cells.every((cell) => pattern.test(cell));
  if (all(/^[\w.+-]+@[\w-]+\.[\w.-]+$/) && isFree('email_key')) return 'email_key';
  if (all(/^(?:\+?86)?1[3-9]\d{9}$/) && isFree('phone_key')) return 'phone_key';
  if (all(/\D/) && formatOf(cells) !== null && isFree('occurred_at')) return 'occurred_at';
  const length = cells.reduce((sum, cell) => sum + cell.length, 0) / cells.length;
  return length > 12 && new Set(cells).size > cells.length / 2 && isFree('comment') ? 'comment' : null;
}

function detailsOf(to: string, cells: readonly string[]): Pick<Guess, 'more' | 'note'> {
  if (to === 'occurred_at') {
    const format = formatOf(cells) ?? '';
    return { more: format === '' ? '' : `, format: ${quoted(format)}`, note: '' };
  }
  const words = [...new Set(cells)].sort();
  if (to === 'score' && words.join() === '0,1')
    return { more: ', values: { "0": 1, "1": 5 }', note: '0 and 1 taken for bad and good' };
  if (to === 'method') return methodsOf(words);
  if (to.endsWith('amount') && cells.some((cell) => /,\d{1,2}$/.test(cell))) return { more: ', decimal: ","', note: '' };
  return { more: '', note: '' };
}

/** Means of payment as tills print them, under the contract's words. */
const METHODS: readonly (readonly [method: string, words: RegExp])[] = [
  ['wechat_pay', /微信|wechat/i],
  ['alipay', /支付宝|alipay/i],
  ['debit_card', /借记|储蓄|debit/i],
  ['card', /银行卡|信用卡|刷卡|银联|card|visa/i],
  ['cash', /现金|cash/i],
  ['voucher', /券|储值|voucher|coupon/i],
];

/** Quotes what is a means of payment, and of the rest only how many there are. */
function methodsOf(words: readonly string[]): Pick<Guess, 'more' | 'note'> {
  const known = words.flatMap((word) => {
    const method = METHODS.find(([, pattern]) => pattern.test(word) && word.length <= 12)?.[0];
    return method === undefined ? [] : [`${JSON.stringify(word)}: ${method}`];
  });
  const rest = words.length - known.length;
  if (known.length === 0) return { more: '', note: '' };
  return { more: `, values: { ${known.join(', ')} }`, note: rest === 0 ? '' : `${rest} more words: what do they stand for?` };
}

/** Digits of a time of these decades: any number could be one. */
const EPOCH_DIGITS: Readonly<Record<string, number>> = { epoch_s: 10, epoch_ms: 13 };

/** The format in which all cells are times; empty for ISO 8601, null when there is none. */
function formatOf(cells: readonly string[]): string | null {
  if (cells.length === 0) return null;
  const readsAll = (format?: string) => cells.every((cell) => instantOf(cell, 'UTC', format) !== null);
  if (readsAll()) return '';
  const isOfLength = (length: number | undefined) => length === undefined || cells.every((cell) => cell.length === length);
  return FORMATS.find((format) => isPattern(format) && isOfLength(EPOCH_DIGITS[format]) && readsAll(format)) ?? null;
}

function isUnique(rows: Rows, column: string): boolean {
  return new Set(rows.map((row) => row[column])).size === rows.length;
}

function constantsFor(table: string, taken: ReadonlySet<string>, rows: Rows, guesses: readonly Guess[]): string[] {
  const lines: string[] = [];
  if (!taken.has('occurred_at')) lines.push('occurred_at: received # no column is a time');
  const score = guesses.find(({ to }) => to === 'score');
  if (score !== undefined) {
    const top = score.more === '' ? Math.max(...rows.map((row) => Number(row[score.column])).filter(Number.isFinite)) : 5;
    lines.push(`scale_max: ${top > 5 ? 10 : 5}`);
  }
  if (table === 'survey_response') {
    if (!taken.has('survey_id')) lines.push('survey_id: survey # which questionnaire?');
    lines.push('status: completed');
    if (taken.has('csat_score')) lines.push('csat_scale_max: 5');
    if (taken.has('ces_score')) lines.push('ces_version: v2');
  }
  if (table === 'order') lines.push('status: completed');
  if (/order|payment/.test(table) && !taken.has('currency')) lines.push('currency: CNY');
  if (table === 'payment' && !taken.has('method')) lines.push('method: other');
  return lines;
}

function shortName(name: string): string {
  const short = name
    .replace(/\.[a-z.]+$/i, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^[^a-z]+|_+$/g, '');
  return short.slice(0, 50) || 'table';
}

/** A YAML scalar, quoted where it would be taken for something else. */
function quoted(text: string): string {
  return /^[\p{L}_][\p{L}\p{N}_ ]*$/u.test(text) && !/^(?:true|false|null|yes|no|on|off|y|n)$/i.test(text)
    ? text
    : JSON.stringify(text);
}
