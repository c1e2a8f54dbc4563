import { hash } from 'node:crypto';
import { type IdentifierKind, normaliseIdentifier } from '../../contracts/identifier.ts';

const BLOCK = 64;
/** Hex digits kept: 128 bits, too many to collide and too few to be worth storing whole. */
const LENGTH = 32;

/** HMAC-SHA256 with a fixed key, as hex. */
type Mac = (text: string) => string;

/**
 * HMAC written out as its two hashes (RFC 2104), since Node's one-shot `hash` is twice as fast as a fresh `createHmac`
 * per value, and the door computes several per event. Equality with `createHmac` is tested.
 */
export function hmacSha256(key: Uint8Array): Mac {
  const block = Buffer.alloc(BLOCK);
  block.set(key.length > BLOCK ? hash('sha256', Buffer.from(key), 'buffer') : key);
  let inner = Buffer.alloc(BLOCK + 2048);
  const outer = Buffer.alloc(BLOCK + 32);
  for (let i = 0; i < BLOCK; i++) {
    inner[i] = (block[i] ?? 0) ^ 0x36;
    outer[i] = (block[i] ?? 0) ^ 0x5c;
  }
  return (text) => {
    const needed = BLOCK + text.length * 3;
    if (needed > inner.length) inner = Buffer.concat([inner.subarray(0, BLOCK), Buffer.alloc(needed)]);
    const length = inner.write(text, BLOCK, 'utf8');
    outer.write(hash('sha256', inner.subarray(0, BLOCK + length), 'binary'), BLOCK, 'binary');
    return hash('sha256', outer, 'hex');
  };
}

/** Turns an identifier into its pseudonym: the same person and kind, the same 32 hex digits. Blank is null. */
export type Pseudonymise = (kind: IdentifierKind, value: string) => string | null;

export function pseudonymiser(key: Uint8Array): Pseudonymise {
  const mac = hmacSha256(key);
  return (kind, value) => {
    const normal = normaliseIdentifier(kind, value);
    return normal === null ? null : mac(`${kind}:${normal}`).slice(0, LENGTH);
  };
}

/** Digest of a record as it was sent. Keyed, since a bare digest would let a guess at the personal values be checked. */
export type DigestRecord = (record: string) => string;

/** SHA-256 of key and record. No HMAC: who cannot choose records and see their digests gains nothing from the difference. */
export function recordDigester(key: Uint8Array): DigestRecord {
  const prefix = `record:${Buffer.from(key).toString('hex')}:`;
  return (record) => hash('sha256', prefix + record, 'hex').slice(0, LENGTH);
}
