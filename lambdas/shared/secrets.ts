import { z } from 'zod';
import { EcholakeError } from '../../contracts/errors.ts';
import type { Secrets } from './ports.ts';

const key = z.string().regex(/^[0-9a-f]{64}$/, 'expected 32 bytes as 64 hex digits');

const secretsSchema = z.object({
  pseudonym_key: key,
  quarantine_key: key,
  /** Webhook secrets by channel. */
  webhooks: z.record(z.string(), z.string().min(16, 'expected at least 16 characters')),
});

/** The secrets document: one JSON text, in Secrets Manager or in the local key file. */
export type SecretsDocument = z.output<typeof secretsSchema>;

/** @throws {EcholakeError} saying which field is wrong, never what it holds. */
export function parseSecrets(text: string, origin: string): Secrets {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new EcholakeError(`${origin}: expected JSON`);
  }
  const parsed = secretsSchema.safeParse(value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new EcholakeError(`${origin}: ${issue?.path.join('.')}: ${issue?.message}`);
  }
  const { pseudonym_key, quarantine_key, webhooks } = parsed.data;
  return {
    pseudonymKey: Buffer.from(pseudonym_key, 'hex'),
    quarantineKey: Buffer.from(quarantine_key, 'hex'),
    webhookSecret: (channel) => (Object.hasOwn(webhooks, channel) ? webhooks[channel] : undefined),
  };
}
