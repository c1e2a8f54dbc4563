import { z } from 'zod';
import { RefusedError } from '../../contracts/errors.ts';
import type { WebhookRequest } from '../channel.ts';
import { jsonBody } from '../kit/body.ts';
import { decryptResource } from './signature.ts';

const envelope = z.object({
  id: z.string(),
  event_type: z.string(),
  create_time: z.string(),
  resource: z.object({
    algorithm: z.literal('AEAD_AES_256_GCM'),
    ciphertext: z.string(),
    nonce: z.string().min(1),
    associated_data: z.string().optional(),
  }),
});

/**
 * A notification with its resource decrypted.
 * @throws {RefusedError} 400 when it is not wrapped as WeChat Pay wraps them.
 */
export function notificationOf(request: WebhookRequest, secret: string): object {
  const { success, data } = envelope.safeParse(jsonBody(request.body));
  if (!success) throw new RefusedError(400, 'expected a notification with event_type and a resource of AEAD_AES_256_GCM');
  const { id, event_type, create_time, resource } = data;
  return { id, event_type, create_time, resource: decryptResource(resource, secret) };
}
