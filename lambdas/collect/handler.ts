import type { APIGatewayProxyEventV2, APIGatewayProxyResultV2 } from 'aws-lambda';
import { awsPorts } from '../shared/aws/ports.ts';
import { collect } from './collect.ts';

const ports = awsPorts();

export async function handler(event: APIGatewayProxyEventV2): Promise<APIGatewayProxyResultV2> {
  return collect(event, await ports);
}
