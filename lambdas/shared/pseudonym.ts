import { hash } from 'node:crypto';
import { type IdentifierKind, normaliseIdentifier } from '../../contracts/identifier.ts';

const BLOCK = 64;
/** Nearly all identifiers are shorter. */
const SHORT = 96;
const LAST_ASCII = 0x7f;
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
  const inner = Buffer.alloc(BLOCK + SHORT);
  const outer = Buffer.alloc(BLOCK + 32);
  for (let i = 0; i < BLOCK; i++) {
    inner[i] = (block[i] ?? 0) ^ 0x36;
    outer[i] = (block[i] ?? 0) ^ 0x5c;
  }
  /** By the length of the text: cutting a view takes half as long as hashing it. */
  const views = Array.from({ length: SHORT + 1 }, (_, length) => inner.subarray(0, BLOCK + length));
  return (text) => {
    const view = copyAscii(text, inner, BLOCK) ? views[text.length] : undefined;
    const message = view ?? Buffer.concat([inner.subarray(0, BLOCK), Buffer.from(text, 'utf8')]);
    const digest = hash('sha256', message, 'binary');
    for (let i = 0; i < digest.length; i++) outer[BLOCK + i] = digest.charCodeAt(i);
    return hash('sha256', outer, 'hex');
  };
}

/** Copies a text that is short and plain ASCII. False for any other. */
function copyAscii(text: string, to: Uint8Array, at: number): boolean {
  if (text.length > SHORT) return false;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code > LAST_ASCII) return false;
    to[at + i] = code;
  }
  return true;
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

/**
 * Digest of a record as it was sent, as text or as the same text in UTF-8. Keyed, since a bare digest would let a guess at the
 * personal values be checked.
 */
export type DigestRecord = (record: string | Uint8Array) => string;

/** SHA-256 of key and record. No HMAC: who cannot choose records and see their digests gains nothing from the difference. */
export function recordDigester(key: Uint8Array): DigestRecord {
  const prefix = `record:${Buffer.from(key).toString('hex')}:`;
  let room = Buffer.from(prefix);
  return (record) => {
    if (typeof record === 'string') return hash('sha256', prefix + record, 'hex').slice(0, LENGTH);
    const length = prefix.length + record.length;
    if (length > room.length) room = Buffer.concat([Buffer.from(prefix)], 2 * length);
    room.set(record, prefix.length);
    return hash('sha256', room.subarray(0, length), 'hex').slice(0, LENGTH);
  };
}
