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

/** Turns an identifier into its pseudonym: the same for the same person and kind. Blank is null. */
export type Pseudonymise = (kind: IdentifierKind, value: string) => string | null;

/**
 * Under one key the pseudonym is the HMAC of the identifier; under each further one it is the HMAC of the pseudonym before, with
 * the number of keys in front: `2.9f86…`. So a rotation can carry every pseudonym over that was ever made, without the
 * identifiers, and whoever has got hold of an old key can check no guess against what has been carried over.
 * @param keys oldest first
 */
export function pseudonymiser(keys: readonly Uint8Array[]): Pseudonymise {
  const [first, ...later] = keys.map(hmacSha256);
  if (first === undefined) throw new TypeError('a pseudonym needs a key');
  return (kind, value) => {
    const normal = normaliseIdentifier(kind, value);
    if (normal === null) return null;
    return later.reduce(under, first(`${kind}:${normal}`).slice(0, LENGTH));
  };
}

const under = (pseudonym: string, mac: Mac, i: number) => `${i + 2}.${mac(pseudonym).slice(0, LENGTH)}`;

const PSEUDONYM = /^(?:(\d+)\.)?[0-9a-f]{32}$/;

/** How many keys a pseudonym was made with, or null when it is none. */
function keyCountOf(pseudonym: string): number | null {
  const match = PSEUDONYM.exec(pseudonym);
  return match === null ? null : Number(match[1] ?? 1);
}

/** Carries a pseudonym that fewer keys made over to all of them. What is under all of them already, or no pseudonym, stays. */
export function rekeyer(keys: readonly Uint8Array[]): (pseudonym: string) => string {
  const macs = keys.map(hmacSha256);
  return (pseudonym) => {
    const known = keyCountOf(pseudonym);
    if (known === null) return pseudonym;
    return macs.reduce((text, mac, i) => (i < known ? text : under(text, mac, i - 1)), pseudonym);
  };
}

/** Digest of a record as it was sent. Keyed, since a bare digest would let a guess at the personal values be checked. */
export type DigestRecord = (record: string) => string;

/** SHA-256 of key and record. No HMAC: who cannot choose records and see their digests gains nothing from the difference. */
export function recordDigester(key: Uint8Array): DigestRecord {
  const prefix = `record:${Buffer.from(key).toString('hex')}:`;
  return (record) => hash('sha256', prefix + record, 'hex').slice(0, LENGTH);
}
