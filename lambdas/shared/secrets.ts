import { hkdfSync } from 'node:crypto';
import { z } from 'zod';
import { EcholakeError } from '../../contracts/errors.ts';
import type { Secrets } from './ports.ts';

const key = z.string().regex(/^[0-9a-f]{64}$/, 'expected 32 bytes as 64 hex digits');
const webhookSecret = z.string().min(16, 'expected at least 16 characters');

const secretsSchema = z.object({
  /** Oldest first. A rotation adds one at the end; none is ever taken away, see `pseudonym.ts`. */
  pseudonym_keys: z.array(key).min(1),
  /** Newest first: it seals, the others only open. */
  quarantine_keys: z.array(key).min(1),
  vault_key: key,
  /** Webhook secrets by channel: one, or several while a vendor changes from one to the next. */
  webhooks: z.record(z.string(), z.union([webhookSecret, z.array(webhookSecret).min(1)])),
});

/** The document as installations had it before keys could be rotated. */
const firstSchema = z.object({
  pseudonym_key: key,
  quarantine_key: key,
  webhooks: secretsSchema.shape.webhooks,
});

/** The secrets document: one JSON text, in Secrets Manager or in the local key file. */
export type SecretsDocument = z.output<typeof secretsSchema>;

/** @throws {EcholakeError} saying which field is wrong, never what it holds. */
export function parseSecrets(text: string, origin: string): Secrets {
  const { pseudonym_keys, quarantine_keys, vault_key, webhooks } = parseSecretsDocument(text, origin);
  return {
    pseudonymKeys: pseudonym_keys.map(bytes),
    quarantineKeys: quarantine_keys.map(bytes),
    vaultKey: bytes(vault_key),
    webhookSecrets: (channel) => {
      const found = Object.hasOwn(webhooks, channel) ? (webhooks[channel] ?? []) : [];
      return typeof found === 'string' ? [found] : found;
    },
  };
}

/**
 * The document itself, for whoever writes it anew. One of the first kind comes back as today's.
 * @throws {EcholakeError} as {@link parseSecrets}.
 */
export function parseSecretsDocument(text: string, origin: string): SecretsDocument {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new EcholakeError(`${origin}: expected JSON`);
  }
  const first = firstSchema.safeParse(value);
  if (first.success) return today(first.data);
  const parsed = secretsSchema.safeParse(value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new EcholakeError(`${origin}: ${issue?.path.join('.')}: ${issue?.message}`);
  }
  return parsed.data;
}

/** It had no vault key: one is derived, the same each time. */
function today({ pseudonym_key, quarantine_key, webhooks }: z.output<typeof firstSchema>): SecretsDocument {
  const vaultKey = Buffer.from(hkdfSync('sha256', bytes(quarantine_key), '', 'echolake vault', 32)).toString('hex');
  return { pseudonym_keys: [pseudonym_key], quarantine_keys: [quarantine_key], vault_key: vaultKey, webhooks };
}

const bytes = (hex: string) => Buffer.from(hex, 'hex');
