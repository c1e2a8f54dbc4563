import { setTimeout as sleep } from 'node:timers/promises';
import { EcholakeError } from '../contracts/errors.ts';
import type { EventContract } from '../contracts/event.ts';
import { AuditError, auditAcrossModels, auditOwnRows } from './audit.ts';
import type { Engine } from './engines/engine.ts';
import { BuildError } from './errors.ts';
import type { FailedAudit } from './failures.ts';
import { folderPlace } from './folder-place.ts';
import { type Graph, graphOf } from './graph.ts';
import type { LakeListing } from './lake-listing.ts';
import type { Manifest, Mode } from './manifest.ts';
import { ranOutOfMemory, tellLimit } from './limits.ts';
import { refuseWhatDiffers } from './lint/lint.ts';
import { loadModels } from './model.ts';
import { type Place, readPublished } from './place.ts';
import { isIdle, type Plan, planBuild } from './plan.ts';
import { retrying } from './retry.ts';
import { roomFor } from './room.ts';
import { type Outcome, runModel } from './run-model.ts';

const KEPT_BUILDS = 5;
/**
 * Wait before the first further try of a model whose engine says that trying again may help. A second at least: DuckDB takes a file of
 * the same name and second for the one it has read.
 */
const RETRY_MS = 1_000;
const INTERRUPT_MS = 100;

type BuildEvent =
  | { readonly type: 'planned'; readonly build: string; readonly plan: Plan }
  | { readonly type: 'started'; readonly model: string; readonly mode: Mode }
  | { readonly type: 'done'; readonly model: string; readonly mode: Mode; readonly rows: number; readonly ms: number }
  | { readonly type: 'published'; readonly build: string };

/** What a build is asked for, wherever it runs. */
export interface BuildRequest {
  readonly sqlDir: string;
  readonly contracts: readonly EventContract[];
  /** Models to bring up to date, as `a`, `+a`, `a+`; all when empty. */
  readonly select?: readonly string[];
  /** Builds the selected models whole, whatever changed. */
  readonly full?: boolean;
  readonly onProgress?: (event: BuildEvent) => void;
  readonly signal?: AbortSignal;
  readonly now: () => Date;
  /** Models that run at once. */
  readonly parallel?: number;
  /** Builds kept for rollback. */
  readonly keep?: number;
  /** How long to wait for another build to end. */
  readonly waitMs?: number;
  /** How long a build may take, after which it is stopped. */
  readonly deadlineMs?: number | undefined;
}

export interface BuildOptions extends BuildRequest {
  readonly dataDir: string;
  /** Such as `2GB`. */
  readonly memoryLimit?: string | undefined;
  /** Threads of the engine; as many as there are processors unless said. */
  readonly threads?: number;
  /** Rows from which on a new day of a model gets a file of its own; 60,000 if not given. */
  readonly largeDay?: number;
}

export interface BuildRecord {
  /** Whether the pointer moved; not when nothing had changed. */
  readonly published: boolean;
  /** What is published now. */
  readonly manifest: Manifest;
  /** Promises of severity `warn` that rows break. */
  readonly warnings: readonly FailedAudit[];
}

/**
 * What a build of a data folder would do and why, of what is there now. Changes nothing, and may run while a build does.
 * @throws {ModelError} as a build would.
 */
export async function planWarehouse({ dataDir, ...request }: BuildOptions): Promise<Plan> {
  const place = folderPlace(dataDir);
  const graph = await loadGraph(request);
  const [lake, published, engineVersion] = await Promise.all([
    place.listLake(request.contracts),
    readPublished(place),
    place.engineVersion(),
  ]);
  const { select, full } = request;
  const lost = await lostModels(place, published);
  return planBuild({ graph, published, lost, lake, engineVersion, select, full });
}

async function loadGraph({ sqlDir, contracts }: BuildRequest): Promise<Graph> {
  const models = await loadModels(sqlDir);
  refuseWhatDiffers(models);
  return graphOf(models, contracts);
}

/** Builds a data folder with DuckDB, as {@link buildIn} does. */
export function buildWarehouse({ dataDir, memoryLimit, threads, largeDay, ...request }: BuildOptions): Promise<BuildRecord> {
  return buildIn(folderPlace(dataDir, { memoryLimit, threads, largeDay }), request);
}

/**
 * Brings the warehouse up to the lake and the models, audits what changed and publishes it. When anything fails, nothing is published
 * and what was written is removed.
 * @throws {ModelError} when a model is wrong, or says what the engines answer differently. @throws {AuditError} @throws {BuildError} @throws {BuildBusyError}
 */
export async function buildIn(place: Place, options: BuildRequest): Promise<BuildRecord> {
  const loading = loadGraph(options);
  loading.catch(() => undefined); // told below, where the lock is given back
  const lost = new AbortController();
  const release = await place.lock({
    waitMs: options.waitMs ?? 0,
    now: options.now,
    onLost: (error) => lost.abort(error),
  });
  const deadline = options.deadlineMs === undefined ? [] : [AbortSignal.timeout(options.deadlineMs)];
  const signal = AbortSignal.any([lost.signal, ...deadline, ...(options.signal ? [options.signal] : [])]);
  try {
    const keep = options.keep ?? KEPT_BUILDS;
    await place.tidy(keep);
    const [lake, engine] = await Promise.all([place.listLake(options.contracts), place.openEngine()]);
    let interrupting: NodeJS.Timeout | undefined;
    const stop = () => {
      engine.interrupt();
      interrupting = setInterval(() => engine.interrupt(), INTERRUPT_MS); // a model is several statements
    };
    signal.addEventListener('abort', stop);
    try {
      const record = await planAndBuild(place, { ...options, signal }, await loading, lake, engine);
      if (record.published) await place.tidy(keep);
      return record;
    } finally {
      signal.removeEventListener('abort', stop);
      clearInterval(interrupting);
      engine.close();
    }
  } finally {
    await release();
  }
}

/** Models of a build of which rows are gone. */
async function lostModels(place: Place, manifest: Manifest | null): Promise<Set<string>> {
  if (manifest === null) return new Set();
  const gone = new Set(await place.lost(manifest));
  const isGone = ({ parts }: Manifest['models'][string]) => parts.some(({ files }) => files.some((file) => gone.has(file)));
  return new Set(Object.entries(manifest.models).flatMap(([model, entry]) => (gone.size > 0 && isGone(entry) ? [model] : [])));
}

async function planAndBuild(
  place: Place,
  options: BuildRequest,
  graph: Graph,
  lake: LakeListing,
  engine: Engine,
): Promise<BuildRecord> {
  const { select, full, onProgress } = options;
  const published = await readPublished(place);
  const lost = await lostModels(place, published);
  const plan = planBuild({ graph, published, lost, lake, engineVersion: engine.version, select, full });
  const build = await nextBuild(place);
  onProgress?.({ type: 'planned', build, plan });
  if (published !== null && isIdle(plan)) return { published: false, manifest: published, warnings: [] };
  try {
    const known = Object.fromEntries(Object.entries(published?.models ?? {}).filter(([model]) => !lost.has(model)));
    const { outcomes, results } = await runPlan(options, graph, lake, engine, plan, known, build);
    const all = Object.entries(results).flatMap(([model, { audits }]) => audits.map((audit) => ({ ...audit, model })));
    const failures = all.filter(({ failing }) => failing > 0);
    const stops = failures.filter(({ severity }) => severity === 'stop');
    if (stops.length > 0) throw new AuditError(stops);
    options.signal?.throwIfAborted();
    const manifest: Manifest = {
      build,
      previous: published?.build ?? null,
      created_at: options.now().toISOString(),
      models: Object.fromEntries([...outcomes].map(([model, { entry }]) => [model, entry])),
      results,
    };
    await place.keep(manifest);
    await place.publish(manifest);
    await remember(place, options, build, true, failures);
    onProgress?.({ type: 'published', build });
    return { published: true, manifest, warnings: failures };
  } catch (error) {
    if ((await place.publishedBuild()) !== build) await place.discard(build, graph.keys());
    if (error instanceof AuditError) await remember(place, options, build, false, error.failures);
    if (options.signal?.aborted === true) throw new BuildError(tellStop(options), { cause: error });
    if (error instanceof EcholakeError) throw error;
    throw new BuildError(`${tellLimit(error)}; nothing was published`, { cause: error });
  }
}

function tellStop({ signal, deadlineMs }: BuildRequest): string {
  const reason: unknown = signal?.reason;
  const isDeadline = reason instanceof DOMException && reason.name === 'TimeoutError';
  return isDeadline
    ? `the build was stopped at its deadline of ${(deadlineMs ?? 0) / 1000} s; nothing was published`
    : 'the build was stopped; nothing was published';
}

async function remember(
  place: Place,
  options: BuildRequest,
  build: string,
  isPublished: boolean,
  audits: readonly FailedAudit[],
): Promise<void> {
  const found = { build, created_at: options.now().toISOString(), is_published: isPublished };
  await place.keepFailures({ ...found, audits: [...audits] }, options.keep ?? KEPT_BUILDS);
}

async function runPlan(
  options: BuildRequest,
  graph: Graph,
  lake: LakeListing,
  engine: Engine,
  plan: Plan,
  known: Manifest['models'],
  build: string,
): Promise<{ outcomes: Map<string, Outcome>; results: Manifest['results'] }> {
  const outcomes = new Map<string, Outcome>();
  const results: Manifest['results'] = {};
  const running = new Map<string, Promise<void>>();
  const atOnce = options.parallel ?? 2;
  const room = roomFor(atOnce);
  const context = { build, engine, lake, outcomes };
  const auditing = { engine, now: options.now(), outcomes };
  let failure: { readonly error: unknown } | null = null;

  const runOne = async (item: Plan['items'][number]): Promise<void> => {
    const node = graph.get(item.model);
    if (node === undefined || failure !== null) return;
    options.signal?.throwIfAborted();
    const startedAt = performance.now();
    const onStart = (mode: Mode) => options.onProgress?.({ type: 'started', model: item.model, mode });
    const run = () => runModel({ ...context, onStart }, node, item, known[item.model] ?? null);
    const outcome = await retrying(run, { waitMs: RETRY_MS, signal: options.signal });
    outcomes.set(item.model, outcome);
    const audits = await auditOwnRows(auditing, node.model);
    const ms = outcome.mode === 'reused' ? 0 : Math.round(performance.now() - startedAt);
    results[item.model] = { mode: outcome.mode, reasons: [...outcome.reasons], ms, audits };
    options.onProgress?.({ type: 'done', model: item.model, mode: outcome.mode, rows: outcome.entry.rows, ms });
    const stops = audits.filter(({ failing, severity }) => failing > 0 && severity === 'stop');
    if (stops.length > 0) throw new AuditError(stops.map((audit) => ({ ...audit, model: item.model })));
  };

  for (const item of plan.items) {
    const inputs = (graph.get(item.model)?.inputs ?? []).flatMap((input) => running.get(input) ?? []);
    const run = Promise.all(inputs)
      .then(() => room(1, () => runOne(item)))
      .catch(async (error: unknown) => {
        if (atOnce === 1 || failure !== null || !ranOutOfMemory(error)) throw error;
        await sleep(RETRY_MS);
        await room(atOnce, () => runOne(item)); // alone it may have enough
      })
      .catch((error: unknown) => {
        failure ??= { error };
        engine.interrupt();
      });
    running.set(item.model, run);
  }
  await Promise.all(running.values());
  throwIfFailed(failure);
  for (const { model } of plan.items) {
    const node = graph.get(model);
    const result = results[model];
    if (node !== undefined && result !== undefined) result.audits.push(...(await auditAcrossModels(auditing, node.model)));
  }
  return { outcomes, results };
}

function throwIfFailed(failure: { readonly error: unknown } | null): void {
  if (failure !== null) throw failure.error;
}

async function nextBuild(place: Place): Promise<string> {
  const last = [...(await place.listBuilds()), (await place.publishedBuild()) ?? 'b0'].map((build) => Number(build.slice(1)));
  return `b${String(Math.max(...last) + 1).padStart(6, '0')}`;
}
