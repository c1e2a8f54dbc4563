import { type ApiGateway, CubejsHandlerError } from '@cubejs-backend/api-gateway';
import { LocalCacheDriver } from '@cubejs-backend/query-orchestrator';
import serverCore from '@cubejs-backend/server-core';
import { NOT_AVAILABLE } from './access.ts';
import { NaiveUtcQuery } from './dialect.ts';
import { MartDriver } from './mart-driver.ts';
import type { MartPool } from './mart-pool.ts';
import type { Model } from './model.ts';
import type { Claims } from './token.ts';

/** The package's named exports are not visible to an ES module. */
const { CubejsServerCore } = serverCore;
type RequestContext = Parameters<InstanceType<typeof CubejsServerCore>['getOrchestratorApi']>[0];

/** Cube names its in-memory queues by orchestrator and keeps them for ever, so the names go round. */
const SLOTS = 16;
const CONCURRENCY = 4;

export type CubeLog = (event: string, details: Readonly<Record<string, unknown>>) => void;

interface CoreOptions {
  readonly pool: MartPool;
  readonly model: Model;
  readonly apiSecret: string;
  readonly log: CubeLog;
  /** The last word on a query, after Cube has added its row filters. */
  readonly mayRun: (query: unknown, claims: Claims) => boolean;
}

/**
 * Cube with one model, one shared driver, and a fresh orchestrator and cache for every build, so that a new build shows at
 * once and nothing of the old ones stays. Its own HTTP routes are never mounted: callers use the gateway's functions.
 */
export class MartCore extends CubejsServerCore {
  readonly #pool: MartPool;
  readonly #slot: { id: string };
  #generation = 0;

  constructor({ pool, model, apiSecret, log, mayRun }: CoreOptions) {
    const slot = { id: 'marts_0' };
    const driver = new MartDriver(pool);
    super({
      apiSecret,
      devServer: false,
      telemetry: false,
      scheduledRefreshTimer: false,
      cacheAndQueueDriver: 'memory',
      logger: (event, details) => log(event, details),
      driverFactory: () => driver,
      repositoryFactory: () => model,
      contextToGroups: ({ securityContext }) => [securityContext.tier],
      contextToOrchestratorId: () => slot.id,
      contextToApiScopes: async () => ['meta', 'data'],
      queryRewrite: async (query, context) => {
        if (!mayRun(query, context.securityContext)) throw new CubejsHandlerError(403, 'Forbidden', NOT_AVAILABLE);
        return query;
      },
      orchestratorOptions: { queryCacheOptions: { queueOptions: { concurrency: CONCURRENCY } } },
    });
    this.#pool = pool;
    this.#slot = slot;
  }

  gateway(): ApiGateway {
    return this.apiGateway();
  }

  protected override createCompilerApiOptions(options: Record<string, unknown> = {}) {
    return super.createCompilerApiOptions({ ...options, dialectClass: () => NaiveUtcQuery });
  }

  override async getOrchestratorApi(context: RequestContext) {
    const { generation } = await this.#pool.version();
    if (generation > this.#generation) {
      this.#generation = generation;
      this.#slot.id = `marts_${generation % SLOTS}`;
      this.orchestratorStorage.clear();
      new LocalCacheDriver().reset();
    }
    return super.getOrchestratorApi(context);
  }
}
