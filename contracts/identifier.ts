/** The kinds of identifier by which a person may be known. Each is a column `<kind>_key` holding a keyed pseudonym. */
export type IdentifierKind = 'phone' | 'email' | 'unionid' | 'alipay' | 'member' | 'account' | 'device' | 'cookie';

/**
 * One spelling per identifier, so that equal people get equal pseudonyms: phones as E.164 digits (mainland China when no
 * country code is given), e-mail addresses in lower case, everything else trimmed. Blank is null.
 */
export function normaliseIdentifier(kind: IdentifierKind, value: string): string | null {
  const text = value.trim();
  if (text === '') return null;
  if (kind === 'email') return text.toLowerCase();
  if (kind !== 'phone') return text;
  const digits = text.replace(/[^\d+]/g, '').replace(/^00/, '+');
  if (digits.startsWith('+')) return digits.slice(1) || null;
  return /^1[3-9]\d{9}$/.test(digits) ? `86${digits}` : digits || null;
}
