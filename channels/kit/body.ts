import { RefusedError } from '../../contracts/errors.ts';

const utf8 = new TextDecoder('utf-8', { fatal: true });

/**
 * A body as text.
 * @throws {RefusedError} 400 when it is not UTF-8.
 */
export function textBody(body: Uint8Array): string {
  try {
    return utf8.decode(body);
  } catch (cause) {
    throw new RefusedError(400, 'expected a body in UTF-8', { cause });
  }
}

/**
 * A body of JSON, parsed.
 * @throws {RefusedError} 400 when it is not.
 */
export function jsonBody(body: Uint8Array): unknown {
  return parsedJson(textBody(body));
}

/**
 * A text of JSON, parsed.
 * @throws {RefusedError} 400 when it is not.
 */
export function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new RefusedError(400, 'expected a JSON body: an object, or an array of objects');
  }
}

/**
 * A body as an HTML form posts it, each field once.
 * @throws {RefusedError} 400 when a field comes twice.
 */
export function formBody(body: Uint8Array): Readonly<Record<string, string>> {
  const fields: Record<string, string> = {};
  for (const [name, value] of new URLSearchParams(textBody(body))) {
    if (Object.hasOwn(fields, name)) throw new RefusedError(400, `expected the form field ${name} once`);
    fields[name] = value;
  }
  return fields;
}
