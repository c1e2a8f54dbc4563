import { closeSync, openSync, writeSync } from 'node:fs';

/** What is in a file of made-up survey responses, for a bench to compare with what it finds in the lake. */
export interface Made {
  readonly count: number;
  readonly broken: number;
}

const COMMENTS = [
  '红烧肉很香，就是上菜慢，等了快四十分钟，催了两次才来。',
  '服务员很热情，给孩子拿了小椅子，下次还来。',
  '味道一般，价格偏高，分量比上次少了。',
  'The noodles were cold and the table was sticky, nobody came for ten minutes.',
  '外卖汤洒了，客服电话13912345678打了三次没人接。',
  '环境干净，灯光舒服，排队叫号很清楚。',
  'Great dumplings, friendly staff, will come again with the family.',
  '买单的时候优惠券用不了，店长处理得很快。',
];
const STORES = 120;
const DAY_MS = Date.parse('2026-11-05T00:00:00Z');

/** Numbers without a pattern that a dictionary could use, the same on every run. */
function mixed(i: number, salt: number): number {
  let x = Math.imul(i + 1, 0x9e3779b1) ^ Math.imul(salt + 1, 0x85ebca6b);
  x = Math.imul(x ^ (x >>> 16), 0x21f0aaad);
  return (x ^ (x >>> 15)) >>> 0;
}

/** One response of about 700 bytes in the payload of `channels/survey`. */
export function responseOf(i: number): Record<string, unknown> {
  const number = i % 50 === 49 ? i - 25 : i; // one in fifty is a later version of an earlier one
  const person = mixed(number, 1) % 200_000;
  const began = DAY_MS + (mixed(number, 2) % 80_000) * 1000;
  const nps = mixed(i, 3) % 11;
  const csat = 1 + (mixed(i, 4) % 5);
  return {
    type: 'response',
    response_id: `R20261105${String(number).padStart(9, '0')}`,
    survey_id: number % 3 === 0 ? 'delivery' : 'dine-in',
    survey_version: '2026-10',
    invite_id: `I20261105${String(number).padStart(9, '0')}`,
    order_id: `O20261105${String(mixed(number, 5) % 1_000_000).padStart(7, '0')}`,
    org_unit_id: `S${String(1 + (mixed(number, 6) % STORES)).padStart(3, '0')}`,
    touchpoint: number % 3 === 0 ? 'delivery' : 'dine_in_meal',
    status: 'completed',
    sent_by: ['wechat', 'sms', 'app', 'qr'][number % 4],
    customer: {
      phone: `13${String(100_000_000 + person * 37).padStart(9, '0')}`,
      ...(person % 2 === 0 && { email: `guest${person}@example.com` }),
      unionid: `oU${mixed(person, 7).toString(36).padStart(7, '0')}${mixed(person, 8).toString(36).padStart(7, '0')}`,
    },
    started_at: new Date(began).toISOString(),
    completed_at: new Date(began + 20_000 + (mixed(number, 9) % 90_000)).toISOString(),
    ...(number !== i && { updated_at: new Date(began + 3_600_000).toISOString() }),
    answers: [
      { question_id: 'recommend', metric: 'nps', score: nps },
      { question_id: 'overall', metric: 'csat', score: csat, scale_max: 5 },
      { question_id: 'waiting', metric: 'csat', about: 'waiting', score: 1 + (mixed(i, 10) % 5), scale_max: 5 },
    ],
    ...(mixed(i, 11) % 3 !== 0 && { comment: COMMENTS[mixed(i, 12) % COMMENTS.length] }),
    language: 'zh-CN',
  };
}

/** Seven ways of being wrong, one record in a hundred. */
const BREAK: readonly ((record: Record<string, unknown>) => string)[] = [
  (record) => JSON.stringify({ ...record, response_id: undefined }),
  (record) => JSON.stringify({ ...record, status: 'finished' }),
  (record) => JSON.stringify({ ...record, completed_at: '2026-13-05T10:00:00Z' }),
  (record) => JSON.stringify({ ...record, answers: [{ question_id: 'recommend', metric: 'nps', score: '9' }] }),
  (record) => JSON.stringify({ ...record, answers: [{ question_id: 'recommend', metric: 'nps', score: 11 }] }),
  (record) => JSON.stringify({ ...record, comment: 17 }),
  (record) => JSON.stringify(record).slice(0, 300),
];

/** Writes `count` responses of one day as JSON lines. The same bytes on every run. */
export function writeResponses(path: string, count: number): Made {
  const file = openSync(path, 'w');
  let broken = 0;
  let lines: string[] = [];
  const flush = () => {
    if (lines.length > 0) writeSync(file, `${lines.join('\n')}\n`);
    lines = [];
  };
  for (let i = 0; i < count; i++) {
    const record = responseOf(i);
    const broke = i % 100 === 17 ? BREAK[broken++ % BREAK.length] : undefined;
    lines.push(broke === undefined ? JSON.stringify(record) : broke(record));
    if (lines.length === 5_000) flush();
  }
  flush();
  closeSync(file);
  return { count, broken };
}
