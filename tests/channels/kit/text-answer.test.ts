import { expect, test } from 'vitest';
import { readTextAnswer } from '../../../channels/kit/text-answer.ts';

const NPS = { min: 0, max: 10 };

test.each<[string, number | null, string | null]>([
  ['9', 9, null],
  [' 10 ', 10, null],
  ['0', 0, null],
  ['９分 很好', 9, '很好'],
  ['9分，菜很香！', 9, '菜很香！'],
  ['\u200B8分', 8, null],
  ['10, great', 10, 'great'],
  ['7 stars', 7, null],
  ['9/10 lovely', 9, 'lovely'],
  ['很好，9分', null, '很好，9分'],
  ['11', null, '11'],
  ['9.5', null, '9.5'],
  ['8:30到的', null, '8:30到的'],
  ['9/11 又来了', null, '9/11 又来了'],
  ['4/5', null, '4/5'],
  ['10分钟才上菜', null, '10分钟才上菜'],
  ['2 hours late', null, '2 hours late'],
  ['5个人都说好', null, '5个人都说好'],
  ['9%', null, '9%'],
  ['13800001234', null, '13800001234'],
  ['', null, null],
])('%j scores %j and says %j', (text, score, comment) => {
  expect(readTextAnswer(text, NPS)).toEqual({ score, comment, consent: null });
});

test.each(['TD', 'td。', '"T"', '退订', 'Stop', ' STOP ALL ', 'unsubscribe!'])('%j asks to stop', (text) => {
  expect(readTextAnswer(text, NPS)).toEqual({ score: null, comment: null, consent: false });
});

test('a word that only contains such a one does not', () => {
  expect(readTextAnswer('please stop the noise', NPS).consent).toBeNull();
  expect(readTextAnswer('不要退订', NPS).consent).toBeNull();
});

test('who wants to go on says so', () => {
  expect(readTextAnswer('START', NPS).consent).toBe(true);
});

test('a number is read on the scale that was asked', () => {
  expect(readTextAnswer('9', { min: 1, max: 5 })).toEqual({ score: null, comment: '9', consent: null });
  expect(readTextAnswer('0', { min: 1, max: 5 }).score).toBeNull();
  expect(readTextAnswer('4/5', { min: 1, max: 5 }).score).toBe(4);
});
