import { redact } from './redact.ts';

/** Words in a field's name that say its value is a person's, whatever it looks like. */
const PERSONAL =
  /^(?:phone|mobile|tel|telephone|cell|fax|email|mail|address|addr|street|openid|unionid|passport|ssn|birthday|birthdate|dob|ip|wechat|whatsapp|nickname|firstname|lastname|fullname|realname|username|surname)$/;
const PERSONAL_ZH = /姓名|昵称|手机|电话|邮箱|地址|身份证|生日|微信|联系人|收货人|收件人/;
/** Whose name it is: that of a store or a dish is nobody's. */
const PERSONS =
  /^(?:customer|user|first|last|full|real|nick|contact|buyer|receiver|recipient|member|guest|person|author|given|family|middle)$/;

/** What stands for the value of an unknown field that was not kept. */
export const notKept = (type: string) => `[${type} not kept]`;

const REMOVED = '[removed]';
const DEEPEST = 20;

/**
 * Fields that no contract knows, made fit to be kept: texts are redacted, also the field names, and what a name says is personal is
 * removed whole.
 */
export function redactFields(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return redact(value);
  if (typeof value === 'number') return redactedNumber(value);
  if (typeof value !== 'object' || value === null) return value;
  if (depth === DEEPEST) return REMOVED;
  if (Array.isArray(value)) return value.map((item) => redactFields(item, depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [redact(name), isPersonal(name) ? removed(item) : redactFields(item, depth + 1)]),
  );
}

/** A phone number is sent as a number often enough. */
function redactedNumber(value: number): number | string {
  const text = String(value);
  const kept = redact(text);
  return kept === text ? value : kept;
}

const removed = (value: unknown) => (value === null || typeof value === 'boolean' ? value : REMOVED);

function isPersonal(name: string): boolean {
  if (PERSONAL_ZH.test(name)) return true;
  const words = name
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z\d]+/)
    .filter((word) => word !== '');
  if (words.some((word) => PERSONAL.test(word))) return true;
  return words.at(-1) === 'name' && (words.length === 1 || words.some((word) => PERSONS.test(word)));
}
