import { expect, test } from 'vitest';
import { parseRules } from '../../../lambdas/shared/listening-rules.ts';
import { RULES } from '../invite/rules.ts';

const messageOf = (text: string): string => {
  try {
    parseRules(text, 'listening.yml');
    return '';
  } catch (error) {
    return (error as Error).message;
  }
};

test.each([
  [
    'touchpoint: dine_in_pay }\n    segment: { amount: { min: 20',
    'touchpoint: dine_in_pay }\n    segment: { amout: { min: 20',
    /^listening\.yml:15: rules\.1\.segment\.amout: payment has no field "amout"/,
  ],
  ['name: dine_in\n', 'name: dine_in_gold\n', /^listening\.yml:12: rules\.1\.name: there is another rule "dine_in_gold"$/],
  [
    'on: { table: payment',
    'on: { table: paymnt',
    /^listening\.yml:9: rules\.0\.on\.table: no survey can follow "paymnt"; did you mean "payment"\?/,
  ],
  ['delay: 20m', 'delay: 20 minutes', /^listening\.yml:17: rules\.1\.delay: expected a duration such as 20m, 2h or 30d$/],
  [
    'when: { contact.member_tier',
    'when: { contact.member_teir',
    /^listening\.yml:5: limits\.1\.when\.contact\.member_teir: a customer has no attribute "member_teir"; did you mean "member_tier"\?/,
  ],
  [
    'when: { contact.member_tier',
    'when: { member_tier',
    /^listening\.yml:5: limits\.1\.when\.member_tier: payment has no field "member_tier", and an attribute is contact/,
  ],
  [
    'segment: { contact.member_tier',
    'segment: { contact.tier',
    /^listening\.yml:10: rules\.0\.segment\.contact\.tier: a customer has no attribute "tier".* Attributes: can_contact, /,
  ],
  ['share: 0.3', 'share: 30', /^listening\.yml:16: rules\.1\.share: .*<=1/],
  ['within: 7d', 'within: 7w', /^listening\.yml:4: limits\.0\.within: expected a duration/],
  ['from: "21:30"', 'from: 21:30:00', /^listening\.yml:19: rules\.1\.quiet\.from: /],
  ['share: 0.3', 'exempt_from: [year]', /^listening\.yml:16: rules\.1\.exempt_from: there is no limit "year"$/],
  ['via: [wechat, sms]\n  - name', 'via: [pigeon]\n  - name', /^listening\.yml:11: rules\.0\.via\.0: /],
  ['sender: http://127.0.0.1:9/messages', 'sender: here', /^listening\.yml:1: sender: /],
  ['zone: Asia/Shanghai\n', 'zone: Shanghai\n', /^listening\.yml:2: zone: expected a time zone/],
])('%# %s is told with its line when it is wrong', (right, wrong, message) => {
  expect(messageOf(RULES)).toBe('');
  expect(RULES).toContain(right);
  expect(messageOf(RULES.replace(right, wrong))).toMatch(message);
});
