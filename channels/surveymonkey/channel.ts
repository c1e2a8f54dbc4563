import { RefusedError } from '../../contracts/errors.ts';
import type { Channel, WebhookReply, WebhookRequest } from '../channel.ts';
import { verifyHmac } from '../kit/hmac.ts';
import { secretPart } from '../kit/secret.ts';
import { notice } from './notice.ts';
import { QUESTIONS } from './questions.ts';
import { responseType, touchpoint } from './response.ts';

const response = responseType(QUESTIONS);

const verifyDigest = verifyHmac({ header: 'sm-signature', algorithm: 'sha1', encoding: 'base64' });

/** Before it saves a webhook, SurveyMonkey asks the address by HEAD whether somebody is there. */
function answerHead({ method }: WebhookRequest): WebhookReply | undefined {
  return method === 'GET' ? { status: 200, contentType: 'text/plain', body: '' } : undefined;
}

/** A response by itself, or a page of them in `data`. */
function responsesIn(document: unknown): readonly unknown[] {
  if (Array.isArray(document)) return document;
  const data: unknown = Reflect.get(Object(document), 'data');
  if (Array.isArray(data)) return data;
  if (typeof Reflect.get(Object(document), 'response_status') === 'string') return [document];
  throw new RefusedError(422, 'expected the answer of …/responses/bulk, {"data": […]}, or of …/responses/{id}/details');
}

export const channel: Channel = {
  name: 'surveymonkey',
  about: 'SurveyMonkey: that a response was given, by webhook, and what it says, as JSON of the API.',
  data: 'X',
  source: 'https://api.surveymonkey.com/v3/docs',
  touchpoint,
  recordTypes: [response, notice],
  recordTypeOf: (record) =>
    Reflect.has(Object(record), 'response_status') ? response : Reflect.has(Object(record), 'event_type') ? notice : undefined,
  documentRecords: responsesIn,
  webhook: {
    handshake: answerHead,
    verify: (request, secret) =>
      verifyDigest(request, `${secretPart(secret, 'client_id')}&${secretPart(secret, 'client_secret')}`),
  },
};
