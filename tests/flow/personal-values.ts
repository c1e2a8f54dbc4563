import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Channel } from '../../channels/channel.ts';

/** Names of fields whose values are a person's, whatever vendor sends them. */
const PERSONAL_FIELD =
  /^(?:.*[_-])?(?:phone|mobile|tel|email|e-?mail|openid|unionid|alipay_id|member_id|account_id|device_id|cookie_id|first_?name|last_?name|full_?name|from_?address|receiver|recipient|id_?card)$/i;
const EMAIL = /[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g;
const MOBILE = /(?<!\d)1[3-9]\d{9}(?!\d)/g;

/** Shorter values are found in anything. */
const LEAST = 6;

/** Texts of all fixtures of a channel. */
function fixtureTexts(channel: string): { readonly name: string; readonly text: string }[] {
  const folder = fileURLToPath(new URL(`../../channels/${channel}/fixtures/`, import.meta.url));
  return readdirSync(folder).map((name) => ({ name, text: readFileSync(folder + name, 'utf8') }));
}

/**
 * Every personal value in a channel's fixtures: what its own mapping declares to be an identifier, what stands in a field of a personal
 * name, and what looks like an e-mail address or a mobile number anywhere.
 */
export function personalValues(channel: Channel, records: readonly unknown[]): Set<string> {
  const values = new Set<string>();
  const add = (value: unknown) => {
    const text = typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';
    if (text.length >= LEAST) values.add(text);
  };
  for (const record of records) {
    walk(record, (name, value) => {
      if (PERSONAL_FIELD.test(name)) add(value);
    });
    for (const draft of draftsOf(channel, record)) {
      for (const [name, column] of Object.entries(draft.contract.columns)) {
        if (column.handling !== undefined && column.handling !== 'redact') add(draft.values[name]);
      }
    }
  }
  for (const { text } of fixtureTexts(channel.name)) {
    for (const [found] of text.matchAll(EMAIL)) add(found);
    for (const [found] of text.matchAll(MOBILE)) add(found);
  }
  return values;
}

function draftsOf(channel: Channel, record: unknown) {
  return channel.recordTypes.flatMap((type) => {
    const parsed = type.schema.safeParse(record);
    return parsed.success ? type.toEvents(parsed.data, { receivedAt: '2026-11-05T18:00:00.000Z' }) : [];
  });
}

function walk(value: unknown, visit: (name: string, value: unknown) => void): void {
  if (typeof value !== 'object' || value === null) return;
  for (const [name, item] of Object.entries(value)) {
    visit(name, item);
    walk(item, visit);
  }
}
