import { z } from 'zod';
import { RefusedError } from '../contracts/errors.ts';
import type { MartCore } from './core.ts';
import type { CubeQuery } from './query.ts';
import type { Claims } from './token.ts';

type Message = Parameters<Parameters<ReturnType<MartCore['gateway']>['load']>[0]['res']>[0];

const refusalSchema = z.object({ error: z.string(), type: z.string().optional() });

/** What Cube says when a query takes longer than a request may: the client asks again. */
const CONTINUE_WAIT = 'Continue wait';

export interface Answer {
  readonly json: Buffer;
  /** Whether the answer is final, as against "ask again". */
  readonly isFinal: boolean;
}

/** One question: who asks what, and the id that its log lines carry. */
export interface Asked {
  readonly claims: Claims;
  readonly requestId: string;
  readonly query: CubeQuery;
  readonly queryType: 'multi' | undefined;
}

/** Cube's description of the views, for one tier. */
export async function loadMeta(core: MartCore, claims: Claims): Promise<unknown> {
  const context = { securityContext: claims, requestId: 'meta' };
  return new Promise((resolve, reject) => {
    core.gateway().meta({ context, res: resolve, onlyViews: true }).catch(reject);
  });
}

/** @throws {RefusedError} 400 for a query that Cube cannot read, 403 for one it may not answer, 500 without the cause. */
export async function loadAnswer(core: MartCore, { claims, requestId, query, queryType }: Asked): Promise<Answer> {
  const context = { securityContext: claims, requestId };
  const { message, status } = await new Promise<{ message: Message; status: number }>((resolve, reject) => {
    const res = (message: Message, extra?: { status: number }) => resolve({ message, status: extra?.status ?? 200 });
    core
      .gateway()
      .load({ query: structuredClone(query), queryType, context, res })
      .catch(reject);
  });
  if ('isWrapper' in message && typeof message.getFinalResult === 'function') {
    for (const result of message.getResults()) trim(result.getRootResultObject(), query);
    return { json: Buffer.from(await message.getFinalResult()), isFinal: true };
  }
  return refused(message, status);
}

interface RootResult {
  query: Record<string, unknown>;
  annotation: Record<string, Record<string, Record<string, unknown>>>;
}

/**
 * The answer repeats the query; the filters that a policy added name private cubes, so the caller's own are put back.
 * Definitions are left to `/v1/meta`: they are ten times the size of most answers.
 */
function trim(results: RootResult[], { filters = [] }: CubeQuery): void {
  for (const result of results) {
    result.query = { ...result.query, filters };
    for (const members of Object.values(result.annotation)) {
      for (const about of Object.values(members))
        for (const bulky of ['meta', 'drillMembers', 'drillMembersGrouped']) delete about[bulky];
    }
  }
}

function refused(message: unknown, status: number): Answer {
  const { error, type } = refusalSchema.parse(message);
  if (error === CONTINUE_WAIT) return { json: Buffer.from(JSON.stringify({ error })), isFinal: false };
  if (status === 400 && type === 'UserError') throw new RefusedError(400, `The query could not be read: ${error}`);
  if (status === 403) throw new RefusedError(403, error);
  throw new RefusedError(500, 'The query could not be answered.', { cause: error });
}
