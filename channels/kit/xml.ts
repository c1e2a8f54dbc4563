import { XMLParser } from 'fast-xml-parser';
import { RefusedError } from '../../contracts/errors.ts';

/** Values stay texts: a message id of twenty digits is no number. */
const parser = new XMLParser({ ignoreAttributes: true, parseTagValue: false });

/**
 * The fields of an XML document `<xml><Name>…</Name>…</xml>`, as WeChat and WeCom write their messages; Alipay's root is `XML`.
 * @throws {RefusedError} 400 when it is none, or defines entities of its own, which no vendor does and an attacker would.
 */
export function xmlFields(text: string, rootName = 'xml'): Readonly<Record<string, unknown>> {
  let document: unknown;
  try {
    if (text.includes('<!DOCTYPE')) throw new RefusedError(400, 'expected XML without a DOCTYPE');
    document = parser.parse(text, true);
  } catch (cause) {
    throw cause instanceof RefusedError ? cause : new RefusedError(400, 'expected well-formed XML', { cause });
  }
  const root: unknown = Reflect.get(Object(document), rootName);
  if (typeof root !== 'object' || root === null)
    throw new RefusedError(400, `expected a document <${rootName}>…</${rootName}> with fields in it`);
  return Object.fromEntries(Object.entries(root));
}
