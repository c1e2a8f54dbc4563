import type { APIGatewayProxyEventV2, APIGatewayProxyResultV2 } from 'aws-lambda';
import { doorPorts, eventQueue, lakeStore } from '../shared/aws/ports.ts';
import { collect } from './collect.ts';

const ports = doorPorts().then((door) => ({ ...door, store: lakeStore(), queue: eventQueue() }));

export async function handler(event: APIGatewayProxyEventV2): Promise<APIGatewayProxyResultV2> {
  return collect(event, await ports);
}
