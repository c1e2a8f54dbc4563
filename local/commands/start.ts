import { z } from 'zod';
import { type CubeServer, createCubeServer } from '../../cube/server.ts';
import { rateLimit } from '../../lambdas/collect/rate-limit.ts';
import { openPublished } from '../../warehouse/engines/duckdb/serving.ts';
import { publishedBuild } from '../../warehouse/manifest.ts';
import { folderQueue } from '../adapters/folder-queue.ts';
import { loadTokenKey } from '../adapters/key-file.ts';
import { startBackground } from '../background.ts';
import { dashboardFiles } from '../dashboard-files.ts';
import { openInstallation, queueDir } from '../installation.ts';
import { openInviting } from '../inviting.ts';
import { docsRouter } from '../model-docs.ts';
import { formatDuration, type Progress } from '../progress.ts';
import type { SampleOptions } from '../sample/options.ts';
import { loadSample, RECENT_DAYS, sampleState } from '../sample-load.ts';
import { createApp, listen } from '../server.ts';
import { rowsOf } from '../rows.ts';
import { claimRunning } from '../running.ts';
import { SHOWN } from '../shown.ts';
import { signInDesk } from '../sign-in.ts';
import { SQL_DIR, build } from './build.ts';

/** What of Cube's log a person at the terminal should see. */
const FAILURES: ReadonlySet<string> = new Set(['Request failed', 'Build refused']);

/** Calls of one channel that this machine takes. */
const COLLECT_RATE = { perSecond: 2_000, burst: 4_000 };

interface StartRequest {
  readonly dataDir: string;
  readonly port: number;
  /** Without the sample company. */
  readonly isEmpty: boolean;
  readonly sample: SampleOptions;
  readonly signal: AbortSignal;
}

export interface Running {
  readonly url: string;
  readonly stop: () => Promise<void>;
}

/** The whole stack on this machine: lands, builds, answers. Resolves when it answers; it runs until it is stopped. */
export async function start(request: StartRequest, progress: Progress): Promise<Running> {
  const started = Date.now();
  const { signal } = request;
  const installation = await openInstallation(request.dataDir);
  const { dataDir } = installation;
  const onError = (message: string) => progress.warn(message);
  const release = await claimRunning(dataDir, ({ message }) => onError(`another start may take ${dataDir} now: ${message}`));
  let cube: CubeServer | undefined;
  let inviting: Awaited<ReturnType<typeof openInviting>> = null;
  try {
    const dashboardDir = await dashboardFiles(progress);
    const open = (models: readonly string[]) => openPublished(dataDir, { models });
    const tokenKey = await loadTokenKey(dataDir);
    const sample = request.isEmpty ? null : await makeSample(dataDir, request.sample, progress, signal);
    // What follows in the background is one more build, of everything.
    const select = sample === null ? [] : SHOWN;
    await build({ dataDir, select, full: false, signal }, progress);
    progress.update('starting Cube');
    const served = await createCubeServer({
      marts: { open, currentBuild: () => publishedBuild(dataDir) },
      apiSecret: tokenKey,
      log: (event, details) => {
        if (FAILURES.has(event)) onError(`cube: ${JSON.stringify({ event, ...details })}`);
      },
    });
    cube = served;
    const queue = await folderQueue(queueDir(dataDir));
    inviting = await openInviting(installation, queue, onError);
    const app = createApp({
      collect: { ...installation, ...inviting?.collect, queue, limit: rateLimit(COLLECT_RATE) },
      cube: served,
      desk: signInDesk(open, tokenKey),
      health: healthOf(dataDir),
      docs: docsRouter({ dataDir, sqlDir: SQL_DIR, tokenKey }),
      dashboardDir,
      onError,
    });
    const { server, port } = await listen(app, request.port);

    const background = startBackground(dataDir, sample, progress);
    const follow =
      sample === null ? '' : ` with the last ${Math.min(RECENT_DAYS, sample.days)} days of what the pages show; the rest follows`;
    progress.done(`ready after ${formatDuration(Date.now() - started)}${follow}`);
    return {
      url: `http://127.0.0.1:${port}`,
      stop: async () => {
        server.close();
        server.closeAllConnections();
        await inviting?.stop();
        await background.stop();
        await served.close();
        await release();
      },
    };
  } catch (error) {
    await inviting?.stop();
    await cube?.close();
    await release();
    throw error;
  }
}

/** Makes the recent days of the sample company, or finds them. What is still to be added, or null. */
async function makeSample(
  dataDir: string,
  asked: SampleOptions,
  progress: Progress,
  signal: AbortSignal,
): Promise<SampleOptions | null> {
  const known = await sampleState(dataDir);
  const options = known?.options ?? asked;
  if (known?.state === 'ready') {
    progress.done('sample company: as made before');
    return null;
  }
  if (known?.state === 'recent') return options;
  if (known?.state === 'loading') progress.warn('an earlier start ended while it made the sample company; going on from there');
  await loadSample({ dataDir, options, part: 'recent', progress, signal });
  return (await sampleState(dataDir))?.state === 'recent' ? options : null;
}

/** What is published, and the last day it knows of. Asked every few seconds, so kept per build. */
function healthOf(dataDir: string): () => Promise<{ build: string | null; data_to: string | null }> {
  let known: { build: string | null; data_to: string | null } = { build: null, data_to: null };
  return async () => {
    const id = await publishedBuild(dataDir);
    if (id === known.build || id === null) return known;
    const published = await openPublished(dataDir, { models: ['score_daily'] });
    try {
      const connection = await published.connect();
      const reader = await connection.runAndReadAll('select max(business_date)::varchar as data_to from score_daily');
      const [row] = rowsOf(reader, { data_to: z.string().nullable() });
      known = { build: published.build, data_to: row?.data_to ?? null };
      return known;
    } finally {
      published.close();
    }
  };
}
