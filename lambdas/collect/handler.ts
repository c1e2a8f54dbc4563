import type { APIGatewayProxyEventV2, APIGatewayProxyResultV2 } from 'aws-lambda';
import { doorPorts, eventQueue, lakeStore } from '../shared/aws/ports.ts';
import { collect } from './collect.ts';
import { rateLimit } from './rate-limit.ts';

/** Calls of one channel that one copy of the function takes. It answers one at a time, so this is far above what is usual. */
const RATE = { perSecond: 200, burst: 400 };

const ports = doorPorts().then((door) => ({ ...door, store: lakeStore(), queue: eventQueue(), limit: rateLimit(RATE) }));

export async function handler(event: APIGatewayProxyEventV2): Promise<APIGatewayProxyResultV2> {
  return collect(event, await ports);
}
