import { parsedJson, textBody } from '../../channels/kit/body.ts';
import { elementTexts } from '../shared/json-elements.ts';

/** A record of a call, with the text that it was sent as. */
export interface SentRecord {
  readonly value: unknown;
  readonly text: string;
}

/**
 * The records of a JSON body, one or an array of them. Each has its own piece of the body.
 * @throws {RefusedError} 400 when it is no JSON.
 */
export function jsonRecords(body: Uint8Array): SentRecord[] {
  const text = textBody(body).trim();
  const value = parsedJson(text);
  if (!Array.isArray(value)) return [{ value, text }];
  const texts = elementTexts(text);
  return value.map((item: unknown, i) => ({ value: item, text: texts[i] ?? JSON.stringify(item) }));
}
