import type { APIGatewayProxyEventV2, APIGatewayProxyResultV2 } from 'aws-lambda';
import { doorPorts, eventQueue, lakeStore, triggerQueue } from '../shared/aws/ports.ts';
import { keptRules, tablesOf } from '../shared/listening-rules.ts';
import { keyedBy } from '../shared/intake.ts';
import { collect, type CollectPorts } from './collect.ts';
import { rateLimit } from './rate-limit.ts';

/** Calls of one channel that one copy of the function takes. It answers one at a time, so this is far above what is usual. */
const RATE = { perSecond: 200, burst: 400 };

const ready = collectPorts();

async function collectPorts(): Promise<CollectPorts> {
  const [store, door] = [lakeStore(), await doorPorts()];
  const ports = { ...door, store, queue: eventQueue(), limit: rateLimit(RATE) };
  const triggers = triggerQueue();
  const rules = triggers === null ? null : await keptRules(store);
  if (triggers === null || rules === null) return ports;
  const tables = tablesOf(rules);
  return { ...ports, keyed: keyedBy(door.secrets, ['contact', ...tables]), triggers: { tables, queue: triggers } };
}

export async function handler(event: APIGatewayProxyEventV2): Promise<APIGatewayProxyResultV2> {
  return collect(event, await ready);
}
