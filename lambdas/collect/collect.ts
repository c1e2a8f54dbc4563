import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type { WebhookReply, WebhookRequest } from '../../channels/channel.ts';
import { loadChannel, UnknownChannelError } from '../../channels/load.ts';
import { RefusedError } from '../../contracts/errors.ts';
import type { Keyed, Reading } from '../shared/intake.ts';
import { packMessages } from '../shared/message.ts';
import type { Clock, Queue, Secrets, Store, Vault } from '../shared/ports.ts';
import { refusalEvents } from '../shared/refusal-log.ts';
import { quarantine } from '../shared/quarantine.ts';
import type { RateLimit } from './rate-limit.ts';
import { readCall } from './read-call.ts';

/** What collecting needs of the machine it runs on. */
export interface CollectPorts {
  readonly store: Store;
  readonly queue: Queue;
  readonly secrets: Secrets;
  readonly keyed: Keyed;
  /** Where contact details are kept; without one they are not. */
  readonly vault?: Vault | undefined;
  readonly clock: Clock;
  /** Without one as many calls are taken as come. */
  readonly limit?: RateLimit | undefined;
  /** Where events go that may trigger a survey; without one nobody is asked. */
  readonly triggers?: { readonly tables: ReadonlySet<string>; readonly queue: Pick<Queue, 'send'> } | undefined;
}

export type CollectAnswer = Required<Pick<APIGatewayProxyStructuredResultV2, 'statusCode' | 'headers' | 'body'>>;

/** What is read of an API Gateway event (payload 2.0). */
export type CollectEvent = Pick<
  APIGatewayProxyEventV2,
  'headers' | 'pathParameters' | 'queryStringParameters' | 'rawPath' | 'rawQueryString' | 'body' | 'isBase64Encoded'
> & { readonly requestContext: { readonly domainName: string; readonly http: { readonly method: string } } };

/**
 * Takes one webhook call. 202 only once every record of it is durable, be it queued or in quarantine; the answer says
 * which was which.
 */
export async function collect(event: CollectEvent, ports: CollectPorts): Promise<CollectAnswer> {
  try {
    const name = event.pathParameters?.['channel'] ?? '';
    const channel = await loadChannel(name).catch((error: unknown) => {
      throw error instanceof UnknownChannelError ? new RefusedError(404, error.message, { cause: error }) : error;
    });
    const now = ports.clock();
    const wait = ports.limit?.(channel.name, now) ?? null;
    if (wait !== null) return tooMany(channel.name, wait);
    const request = requestOf(event);
    const call = readCall(channel, request, ports.secrets.webhookSecrets(channel.name), now, ports.keyed);
    if ('reply' in call) return replied(call.reply);
    const { readings, secret } = call;
    const refused = readings.flatMap((reading, i) =>
      'refused' in reading ? [{ ...reading.refused, source: `webhook, record ${i + 1}`, recordType: null }] : [],
    );
    await quarantine(channel.name, now.toISOString(), refused, ports.store, ports.secrets);
    await ports.vault?.put(readings.flatMap((reading) => ('admitted' in reading ? reading.contacts : [])));
    const admitted = readings.flatMap((reading) => ('admitted' in reading ? reading.admitted : []));
    const events = [...admitted, ...refusalEvents(channel.name, now.toISOString(), 'webhook', refused)];
    const { triggers } = ports;
    const triggering = triggers === undefined ? [] : admitted.filter(({ contract }) => triggers.tables.has(contract.table));
    await Promise.all([
      ...packMessages(events).map((body) => ports.queue.send(body)),
      ...packMessages(triggering).map((body) => triggers?.queue.send(body)),
    ]);
    const accepted = channel.webhook?.accepted;
    if (accepted === undefined) return answer(202, summaryOf(readings));
    return replied(typeof accepted === 'function' ? accepted(request, secret, now) : accepted);
  } catch (error) {
    if (error instanceof RefusedError) return answer(error.status, { error: error.message });
    throw error;
  }
}

function summaryOf(readings: readonly Reading[]) {
  return {
    accepted: readings.filter((reading) => 'admitted' in reading).length,
    quarantined: readings.flatMap((reading, i) =>
      'refused' in reading ? [{ record: i + 1, problems: reading.refused.problems }] : [],
    ),
  };
}

function requestOf(event: CollectEvent): WebhookRequest {
  const query = event.rawQueryString === '' ? '' : `?${event.rawQueryString}`;
  return {
    method: event.requestContext.http.method === 'POST' ? 'POST' : 'GET',
    url: `https://${event.requestContext.domainName}${event.rawPath}${query}`,
    headers: event.headers,
    query: event.queryStringParameters ?? {},
    body: Buffer.from(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8'),
  };
}

function replied({ status, contentType, body }: WebhookReply): CollectAnswer {
  return { statusCode: status, headers: { 'content-type': contentType }, body };
}

/** Comes before the signature is checked, which is what a flood would be made to cost. */
function tooMany(channel: string, seconds: number): CollectAnswer {
  const said = answer(429, { error: `channel ${channel} is called too often: try again in ${seconds} s` });
  return { ...said, headers: { ...said.headers, 'retry-after': String(seconds) } };
}

function answer(statusCode: number, body: object): CollectAnswer {
  return { statusCode, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
}
