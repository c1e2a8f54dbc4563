import { z } from 'zod';
import { isoInstant } from '../kit/time.ts';
import { unkept } from '../kit/field.ts';

const identifier = z.string().max(512).nullish();

/** A reserved trait may come in camel case or in snake case. https://www.twilio.com/docs/segment/connections/spec/identify#traits */
export const traits = z.object({
  email: identifier,
  phone: identifier,
  birthday: z.string().max(50).nullish(),
  address: z
    .object({
      city: z.string().max(1000).nullish(),
      state: z.string().max(1000).nullish(),
      ...unkept('country', 'postalCode', 'postal_code', 'street'),
    })
    .nullish(),
  ...unkept('age', 'avatar', 'company', 'createdAt', 'created_at', 'description', 'firstName', 'first_name', 'gender', 'id'),
  ...unkept('lastName', 'last_name', 'name', 'title', 'username', 'website'),
});

const context = z.object({
  device: z
    .object({
      id: identifier,
      ...unkept('advertisingId', 'adTrackingEnabled', 'manufacturer', 'model', 'name', 'token', 'type', 'version'),
    })
    .nullish(),
  locale: z.string().max(200).nullish(),
  /** RudderStack’s, a number; others send a text. https://www.rudderstack.com/docs/sources/event-streams/sdks/session-tracking/ */
  sessionId: z.union([z.string().min(1).max(200), z.int().transform(String)], 'expected a text or a whole number').nullish(),
  page: z.object({ path: z.string().max(5000).nullish(), ...unkept('referrer', 'search', 'title', 'url') }).nullish(),
  traits: traits.nullish(),
  ...unkept('active', 'app', 'campaign', 'groupId', 'ip', 'library', 'location', 'network', 'os', 'referrer', 'screen'),
  ...unkept('sessionStart', 'timezone', 'userAgent', 'userAgentData'),
});

/** What every call of Segment has. https://www.twilio.com/docs/segment/connections/spec/common */
export const common = {
  messageId: z.string().min(1).max(200),
  timestamp: isoInstant,
  userId: z.union([z.string().max(512), z.int().transform(String)], 'expected a text or a whole number').nullish(),
  anonymousId: identifier,
  context: context.nullish(),
  ...unkept(
    '_metadata',
    'channel',
    'integrations',
    'originalTimestamp',
    'projectId',
    'receivedAt',
    'sentAt',
    'version',
    'writeKey',
  ),
};

interface Message {
  readonly userId?: string | null | undefined;
  readonly anonymousId?: string | null | undefined;
  readonly context?: z.output<typeof context> | null | undefined;
  readonly traits?: z.output<typeof traits> | null | undefined;
}

/** Who did it. A user id is the company's own account, as in our own payloads; the anonymous id lives in the browser or the app. */
export function identifiersOf({ userId, anonymousId, context: around, traits: own }: Message) {
  return {
    account_key: userId,
    cookie_key: anonymousId,
    device_key: around?.device?.id,
    email_key: own?.email ?? around?.traits?.email,
    phone_key: own?.phone ?? around?.traits?.phone,
  };
}

/** A path without its query, which may hold anything. */
export function pathOf(path: string | null | undefined): string | null {
  return path?.split(/[?#]/)[0]?.slice(0, 1000) ?? null;
}
