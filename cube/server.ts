import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import express, { type ErrorRequestHandler, type Express, type Request, type RequestHandler, type Response } from 'express';
import { z } from 'zod';
import { messageOf, RefusedError } from '../contracts/errors.ts';
import { assertAnswerable, isWithin } from './access.ts';
import { type Asked, loadAnswer, loadMeta } from './answer.ts';
import { AnswerCache } from './answer-cache.ts';
import { type Catalogue, catalogueOf } from './catalogue.ts';
import { type CubeLog, MartCore } from './core.ts';
import { inProduction, settleEnvironment } from './environment.ts';
import { MartPool, type MartSource, NoBuildError, type OpenMarts } from './mart-pool.ts';
import { readModel } from './model.ts';
import { type NativeKind, prepareNative } from './native.ts';
import { dependsOnToday, readQuery } from './query.ts';
import { type Claims, TIERS, type Tier, verifyToken } from './token.ts';

const BASE_PATH = '/cubejs-api';
const MODEL = fileURLToPath(new URL('./model', import.meta.url));
const LARGEST_QUERY = '64kb';
const CACHED_BYTES = 32 * 1024 * 1024;

/** Where the published marts are. The warehouse room provides it; cube/ only asks. */
interface PublishedMarts extends Pick<MartSource, 'currentBuild'> {
  /** Opens these relations of the build that is published now; those that are not built yet are left out. */
  open(tables: readonly string[]): Promise<OpenMarts>;
}

export interface CubeServerOptions {
  readonly marts: PublishedMarts;
  /** Signs and verifies tokens; at least 32 bytes. */
  readonly apiSecret: string;
  /** Below this many answers a score is null. Default 10. */
  readonly minimumN?: number;
  readonly log?: CubeLog;
  readonly now?: () => Date;
}

export interface CubeServer {
  /** Which code shapes the answers; worth a line in the log. */
  readonly native: NativeKind;
  /** Adds `/cubejs-api/v1/load` and `/cubejs-api/v1/meta`; anything else below `/cubejs-api` is 404. */
  mount(app: Express): void;
  /** Ends the pool. Running queries finish first; later ones are refused. */
  close(): Promise<void>;
}

/**
 * The semantic layer over the published marts: compiled when this resolves, so that the first request is answered fast.
 * Needs no published build yet; until there is one, `load` answers 503.
 * @throws when the model does not compile.
 */
export async function createCubeServer(options: CubeServerOptions): Promise<CubeServer> {
  const { marts, apiSecret, minimumN = 10, log = () => {}, now = () => new Date() } = options;
  settleEnvironment(process.env);
  const native = prepareNative();
  const catalogues = new Map<Tier, Catalogue>();
  const membersFor = (tier: Tier) => catalogues.get(tier)?.members ?? new Map<string, string>();
  const model = readModel(MODEL, minimumN);
  const mayRun = (query: unknown, claims: Claims) => isWithin(query, membersFor(claims.tier), model.rowScope);
  const source = { open: () => marts.open(model.tables), currentBuild: () => marts.currentBuild() };
  const pool = new MartPool(source, (error) => log('Build refused', { error: messageOf(error) }));
  const core = inProduction(process.env, () => new MartCore({ pool, model, apiSecret, log, mayRun }));
  for (const tier of TIERS) catalogues.set(tier, catalogueOf(await loadMeta(core, claimsToLook(tier))));

  const cache = new AnswerCache(CACHED_BYTES);
  const answer = async (asked: Asked): Promise<Buffer> => {
    const { claims, query, queryType } = asked;
    const { generation } = await pool.version();
    const key = JSON.stringify([claims.tier, claims.unit, claims.region, queryType, query]);
    const known = cache.get(generation, key);
    if (known !== undefined) return known;
    const { json, isFinal } = await loadAnswer(core, asked);
    if (isFinal && !dependsOnToday(query)) cache.set(generation, key, json);
    return json;
  };

  const signedIn = async (request: Request) => verifyToken(tokenOf(request), apiSecret, now());
  const router = express.Router();
  router.use(giveRequestId);
  router.get(
    '/v1/meta',
    answering(async (request) => catalogues.get((await signedIn(request)).tier)?.json ?? Buffer.from('{}')),
  );
  const load = answering(async (request, requestId) => {
    const claims = await signedIn(request);
    const { query: raw, queryType } = requestSchema.parse(request.method === 'POST' ? request.body : request.query);
    const query = readQuery(raw);
    assertAnswerable(query, membersFor(claims.tier));
    return answer({ claims, requestId, query, queryType });
  });
  router.get('/v1/load', load);
  router.post('/v1/load', express.json({ limit: LARGEST_QUERY, type: () => true }), load);
  router.use((_request, response) => {
    response.status(404).json({ error: 'There is no such address: ask /v1/load or /v1/meta.', requestId: requestIdOf(response) });
  });
  router.use(explain(log));

  return {
    native,
    mount: (app) => {
      app.use(BASE_PATH, router);
    },
    close: async () => {
      pool.close();
      await core.shutdown();
    },
  };
}

/** The tier's view of the model does not depend on who asks, only on the tier. */
function claimsToLook(tier: Tier): Claims {
  return tier === 'frontline' || tier === 'manager' ? { tier, unit: '', region: '' } : { tier, unit: '' };
}

const requestSchema = z
  .object({ query: z.unknown(), queryType: z.literal('multi').optional().catch(undefined) })
  .catch({ query: undefined });

function tokenOf(request: Request): string | undefined {
  return request.get('authorization')?.replace(/^Bearer /i, '');
}

const REQUEST_ID = 'x-request-id';

/** Every answer carries an id of ours, which its log lines carry too. One that a caller sends is not taken over. */
const giveRequestId: RequestHandler = (_request, response, next) => {
  response.set(REQUEST_ID, randomUUID());
  next();
};

function requestIdOf(response: Response): string {
  return response.get(REQUEST_ID) ?? '';
}

function answering(handle: (request: Request, requestId: string) => Promise<Buffer>): RequestHandler {
  return (request, response, next) => {
    handle(request, requestIdOf(response)).then(
      (json) => response.type('json').set('cache-control', 'no-store').send(json),
      next,
    );
  };
}

const bodyErrorSchema = z.object({ type: z.enum(['entity.too.large', 'entity.parse.failed']) });

/** Every failure as `{error: sentence, requestId}`. The cause goes to the log, never out. */
function explain(log: CubeLog): ErrorRequestHandler {
  return (error: unknown, _request, response, _next) => {
    const refusal = refusalOf(error);
    const requestId = requestIdOf(response);
    const { status } = refusal;
    if (status >= 500) log('Request failed', { requestId, status, error: messageOf(refusal.cause ?? error) });
    else log('Request refused', { requestId, status, error: refusal.message });
    if (refusal.status === 503) response.set('retry-after', '2');
    response.status(status).json({ error: refusal.message, requestId });
  };
}

function refusalOf(error: unknown): RefusedError {
  if (error instanceof RefusedError) return error;
  if (error instanceof NoBuildError)
    return new RefusedError(503, 'No data has been published yet: try again shortly.', { cause: error });
  const body = bodyErrorSchema.safeParse(error);
  if (body.data?.type === 'entity.too.large') return new RefusedError(413, `The query is larger than ${LARGEST_QUERY}.`);
  if (body.data?.type === 'entity.parse.failed') return new RefusedError(400, 'The request is not JSON.');
  return new RefusedError(500, 'The query could not be answered.', { cause: error });
}
