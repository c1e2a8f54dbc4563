import type { Server } from 'node:http';
import express, { type ErrorRequestHandler, type RequestHandler } from 'express';
import { z } from 'zod';
import { messageOf, UsageError } from '../contracts/errors.ts';
import type { CubeServer } from '../cube/server.ts';
import { collect, type CollectPorts } from '../lambdas/collect/collect.ts';
import { MAX_BODY_BYTES, tooLarge } from '../lambdas/collect/read-call.ts';
import { hasCode } from './adapters/durable-file.ts';
import type { SignInDesk } from './sign-in.ts';

interface ServerParts {
  readonly collect: CollectPorts;
  readonly cube: CubeServer;
  readonly desk: SignInDesk;
  /** The published build and the last business day in it, or nulls before the first build. */
  readonly health: () => Promise<{ build: string | null; data_to: string | null }>;
  /** Pages of the models, under `/docs`. */
  readonly docs: express.Router;
  /** Folder of the built dashboard. */
  readonly dashboardDir: string;
  readonly onError: (message: string) => void;
}

/** Everything a person or a vendor talks to, as one application. */
export function createApp(parts: ServerParts): express.Express {
  const app = express();
  app.disable('x-powered-by');

  const takeCall: RequestHandler<{ channel: string }> = (request, response, next) => {
    const body: unknown = request.body;
    const [rawPath = '', rawQueryString = ''] = request.originalUrl.split('?');
    const event = {
      requestContext: { domainName: request.headers.host ?? '', http: { method: request.method } },
      rawPath,
      rawQueryString,
      headers: Object.fromEntries(
        Object.entries(request.headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(',') : value]),
      ),
      pathParameters: { channel: request.params.channel },
      queryStringParameters: z.record(z.string(), z.string()).catch({}).parse(request.query),
      body: Buffer.isBuffer(body) ? body.toString('base64') : '',
      isBase64Encoded: true,
    };
    collect(event, parts.collect).then(
      (answer) => response.status(answer.statusCode).set(asText(answer.headers)).send(answer.body),
      (error: unknown) => next(error),
    );
  };
  app.post('/collect/:channel', refuseTooLarge, express.raw({ type: () => true, limit: MAX_BODY_BYTES }), takeCall);
  app.get('/collect/:channel', takeCall);

  parts.cube.mount(app);

  app.get('/health', (_request, response, next) => {
    parts.health().then((health) => response.json(health), next);
  });

  app.get('/sign-in/people', (_request, response, next) => {
    parts.desk.people().then((people) => response.json(people), next);
  });

  app.post('/sign-in', express.json({ limit: '1kb' }), (request, response, next) => {
    const asked = z.object({ id: z.string() }).safeParse(request.body);
    if (!asked.success) return void response.status(400).json({ error: 'expected {"id": "…"} of GET /sign-in/people' });
    parts.desk.signIn(asked.data.id).then((token) => {
      if (token === null) response.status(404).json({ error: 'there is nobody of that id: see GET /sign-in/people' });
      else response.json({ token });
    }, next);
  });

  app.use('/docs', parts.docs);

  app.use(express.static(parts.dashboardDir, { index: 'index.html', maxAge: 0 }));
  app.get(/^\/(?!collect\/|assets\/)[^.]*$/, (_request, response) => {
    response.sendFile('index.html', { root: parts.dashboardDir });
  });
  app.use((_request, response) => {
    response.status(404).json({ error: 'there is nothing at this address' });
  });
  app.use(answerErrors(parts.onError));
  return app;
}

/**
 * Answers a body above the limit as soon as it is known to be one, by its declared length or by what has come, and hangs up.
 * Without this the parser reads the rest of it first, for as long as a sender likes.
 */
const refuseTooLarge: RequestHandler = (request, response, next) => {
  const hangUp = (bytes: number) => {
    if (response.headersSent) return;
    response
      .status(413)
      .set('connection', 'close')
      .json({ error: tooLarge(bytes).message });
  };
  const declared = Number(request.headers['content-length'] ?? 0);
  if (declared > MAX_BODY_BYTES) return hangUp(declared);
  let size = 0;
  request.on('data', (part: Buffer) => {
    size += part.length;
    if (size > MAX_BODY_BYTES) hangUp(size);
  });
  next();
};

function asText(headers: CollectAnswerHeaders): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
}

type CollectAnswerHeaders = Awaited<ReturnType<typeof collect>>['headers'];

function answerErrors(onError: (message: string) => void): ErrorRequestHandler {
  return (error: unknown, _request, response, _next) => {
    if (response.headersSent) return;
    const { type, length } = z.object({ type: z.string().optional(), length: z.number().optional() }).catch({}).parse(error);
    if (type === 'entity.too.large') return void response.status(413).json({ error: tooLarge(length ?? 0).message });
    if (type === 'entity.parse.failed') return void response.status(400).json({ error: 'expected a JSON body' });
    if (type === 'request.aborted') return void response.status(400).end();
    onError(`request: ${messageOf(error)}`);
    response.status(503).json({ error: 'this could not be done now; try again' });
  };
}

/**
 * Listens on loopback only.
 * @throws {UsageError} when the port is taken.
 */
export function listen(app: express.Express, port: number): Promise<{ server: Server; port: number }> {
  return new Promise((resolve, reject) => {
    const server = app.listen(port, '127.0.0.1', () => {
      const address = server.address();
      resolve({ server, port: address !== null && typeof address === 'object' ? address.port : port });
    });
    server.once('error', (error) => {
      const taken = hasCode(error, 'EADDRINUSE');
      reject(
        taken
          ? new UsageError(`port ${port} is taken: is Echolake running already? Choose another with --port`, { cause: error })
          : error,
      );
    });
  });
}
