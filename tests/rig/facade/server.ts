import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { GlueClient } from '@aws-sdk/client-glue';
import { S3Client } from '@aws-sdk/client-s3';
import { z } from 'zod';
import { messageOf } from '../../../contracts/errors.ts';
import { clientSettings } from '../settings.ts';
import { AthenaError } from './athena-error.ts';
import type { Workgroup } from './execution.ts';
import { operations } from './operations.ts';
import { resultFiles } from './result-file.ts';

export interface Facade {
  readonly url: string;
  stop(): Promise<void>;
}

export interface FacadeOptions {
  readonly trinoUrl: string;
  readonly awsUrl: string;
  /** May grow while the facade runs. */
  readonly workgroups: readonly Workgroup[];
}

/** Athena's API over a Trino: AWS JSON 1.1 on loopback. Signatures are not checked. */
export async function startFacade({ trinoUrl, awsUrl, workgroups }: FacadeOptions): Promise<Facade> {
  const settings = clientSettings(awsUrl);
  const glue = new GlueClient(settings);
  const s3 = new S3Client({ ...settings, forcePathStyle: true });
  const known = operations({ trinoUrl, glue, keepResult: resultFiles(s3) }, workgroups);
  const server = createServer((request, response) => {
    const reply = (status: number, body: unknown) =>
      response
        .writeHead(status, { 'content-type': 'application/x-amz-json-1.1', 'x-amzn-requestid': randomUUID() })
        .end(JSON.stringify(body, seconds));
    answer(request, known).then(
      (body) => reply(200, body),
      (error: unknown) =>
        error instanceof AthenaError || error instanceof z.ZodError
          ? reply(400, refusal(error))
          : reply(500, { __type: 'InternalServerException', message: messageOf(error) }),
    );
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return { url: `http://127.0.0.1:${portOf(server)}`, stop: () => closed(server) };
}

async function answer(request: IncomingMessage, known: ReturnType<typeof operations>): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  const name = String(request.headers['x-amz-target']).replace(/^AmazonAthena\./, '');
  const operation = known[name];
  if (operation === undefined) throw new AthenaError(`there is no ${name} here`, { type: 'UnknownOperationException' });
  return operation(JSON.parse(Buffer.concat(chunks).toString() || '{}'));
}

function refusal(error: AthenaError | z.ZodError): object {
  if (error instanceof z.ZodError) return { __type: 'InvalidRequestException', message: z.prettifyError(error) };
  return { __type: error.type, message: error.message, AthenaErrorCode: error.code };
}

/** Times travel as seconds. */
function seconds(this: unknown, key: string, value: unknown): unknown {
  return key.endsWith('DateTime') && typeof value === 'string' ? Date.parse(value) / 1000 : value;
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the facade has no port');
  return address.port;
}

function closed(server: Server): Promise<void> {
  return new Promise((done, reject) => {
    server.close((error) => (error === undefined ? done() : reject(error)));
    server.closeAllConnections();
  });
}
