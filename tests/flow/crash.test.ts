import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { openPublished } from '../../warehouse/engines/duckdb/serving.ts';
import { type DataFolder, dataFolder, OF_ARRIVAL } from './data-folder.ts';
import { hex, OLIST_FILES } from './olist-files.ts';
import { ORG_LINES, post, responseOf, surveySigner } from './survey-calls.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000 });

const PROGRAM = join(import.meta.dirname, '../../local/bin/echolake.mjs');

function echolake(...args: string[]): ChildProcess {
  return spawn(process.execPath, [PROGRAM, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
}

/** Kills a command some time after it has said so many lines. Whether it was still running. */
async function killed(afterLines: number, afterMs: number, ...args: string[]): Promise<boolean> {
  const child = echolake(...args);
  const ended = once(child, 'exit');
  child.stdout?.resume();
  let lines = 0;
  const said = new Promise<void>((resolve) => {
    child.stderr?.on('data', (text) => {
      lines += String(text).split('\n').length - 1;
      if (lines >= afterLines) resolve();
    });
  });
  await Promise.race([said, ended]);
  await Promise.race([sleep(afterMs), ended]);
  child.kill('SIGKILL');
  const [, signal] = await ended;
  return signal === 'SIGKILL';
}

/** Numbers between 0 and 1, the same in every run (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const RESPONSES = 2_500;
const FILES = 4;
const ORDERS = 1_500;

/** Survey responses over five days. Every tenth is that of the first file, changed. */
function surveyLines(file: number): string {
  const lines = Array.from({ length: RESPONSES }, (_, i) => {
    const at = new Date(Date.UTC(2026, 10, 1 + (i % 5), 4, file, i % 60)).toISOString();
    const id = i % 10 === 0 ? `R-0-${i}` : `R-${file}-${i}`;
    return JSON.stringify({ ...responseOf(id, (i * 7 + file) % 11), completed_at: at, comment: `word ${(i * 31) % 97}` });
  });
  return `${lines.join('\n')}\n`;
}

/** Orders in the shape of Olist, over five days. */
function orderLines(): string {
  const [orders] = OLIST_FILES;
  const lines = Array.from(
    { length: ORDERS },
    (_, i) =>
      `${hex('a', i)},${hex('b', i)},delivered,2018-03-0${1 + (i % 5)} 10:00:00,,,2018-03-0${3 + (i % 5)} 12:00:00,2018-03-06 00:00:00\n`,
  );
  return `${orders?.header ?? ''}${lines.join('')}`;
}

/** Rows and a digest of each relation, without `received_at`. A difference in any cell shows. */
async function digests(dataDir: string): Promise<Record<string, unknown>> {
  const published = await openPublished(dataDir);
  const connection = await published.connect();
  try {
    const found: Record<string, unknown> = {};
    for (const [model, { columns }] of Object.entries(published.manifest.models)) {
      if (OF_ARRIVAL.test(model)) continue;
      const names = columns.filter(({ name }) => name !== 'received_at').map(({ name }) => `"${name}"`);
      const reader = await connection.runAndReadAll(
        `select count(*)::varchar as rows, sum(hash(${names.join(', ')}))::varchar as digest from "${model}"`,
      );
      [found[model]] = reader.getRowObjectsJson();
    }
    return found;
  } finally {
    connection.closeSync();
    published.close();
  }
}

/** How often everything is killed; ten times, or twenty, with KILLS=10 or 20 in the environment. */
const KILLS = Number(process.env['KILLS'] ?? 2);

describe(`import and build, killed at ${KILLS} moments`, () => {
  let unbroken: DataFolder;
  let broken: DataFolder;
  const paths: string[] = [];
  beforeAll(async () => {
    unbroken = await dataFolder();
    const org = await unbroken.file('0-org.ndjson', ORG_LINES);
    await unbroken.import('org', org);
    // The first file is small, so that a child soon says that it is at work.
    paths.push(await unbroken.file('0.ndjson', `${JSON.stringify(responseOf('R-first', 9))}\n`));
    for (let file = 0; file < FILES; file++) paths.push(await unbroken.file(`${file + 1}.ndjson`, surveyLines(file)));
    const orders = await unbroken.file('orders.csv', orderLines());
    broken = await dataFolder(unbroken);
    await broken.import('org', org);
    await broken.import('olist', orders);
    await broken.build();

    await unbroken.import('survey', ...paths);
    await unbroken.import('olist', orders);
    await unbroken.build();
  });
  afterAll(async () => {
    await unbroken.remove();
    await broken.remove();
  });

  /** The same count by four ways, which only one whole build gives alike. */
  const countsSeen = () =>
    broken.query(`select count(*)::int as n from stg_survey_response union all select count(*)::int from feedback
      union all select sum(response_count)::int from score_daily union all select sum(response_count)::int from score_summary`);

  test('ends with the same rows as without, and readers never see half a build', {
    timeout: 60_000 + KILLS * 30_000,
  }, async () => {
    const random = seeded(20_261_105);
    let kills = 0;
    for (let round = 0; round < KILLS / 2; round++) {
      // An import says a line a file, a build one a model: moments are spread over the whole of both.
      const afterFile = 1 + Math.floor(random() * FILES);
      if (await killed(afterFile, random() * 150, 'import', 'survey', ...paths, '--data', broken.dataDir)) kills++;
      const afterModel = 1 + ((round * 9) % 20);
      if (await killed(afterModel, random() * 150, 'build', '--data', broken.dataDir)) kills++;
      const counts = (await countsSeen()).map(({ n }) => n ?? 0);
      expect(new Set(counts).size, `counts seen after round ${round}: ${counts.join(', ')}`).toBe(1);
    }
    expect(kills).toBeGreaterThan(KILLS / 2 - 1);
    await broken.import('survey', ...paths);
    await broken.build();
    expect(await digests(broken.dataDir)).toEqual(await digests(unbroken.dataDir));
    expect(await broken.query('select count(*)::int as n from stg_survey_response')).toEqual([
      { n: 1 + RESPONSES * FILES - (FILES - 1) * (RESPONSES / 10) },
    ]);
  });
});

/** A run that was killed counts as alive for so long. */
const STALE_MS = 5_500;
const IMPORTED = 3_000;

describe('collecting, importing, landing and building, killed under load', () => {
  let folder: DataFolder;
  const children = new Set<ChildProcess>();
  beforeAll(async () => {
    folder = await dataFolder();
    await folder.import('org', await folder.file('org.ndjson', ORG_LINES));
  });
  afterAll(async () => {
    for (const child of children) killGroup(child);
    await folder.remove();
  });

  /** A process at the head of a group, so that a kill takes along whatever it has started. */
  function grouped(...args: string[]): ChildProcess {
    const child = spawn(process.execPath, [PROGRAM, ...args], { stdio: ['ignore', 'pipe', 'pipe'], detached: true });
    children.add(child);
    child.once('exit', () => children.delete(child));
    return child;
  }

  test(
    `keeps every response that was answered or imported, once, over ${KILLS} kills`,
    async () => {
      const signed = await surveySigner(folder.dataDir);
      const random = seeded(42);
      const answered = new Set<string>();
      const files: string[] = [];
      let sent = 0;
      for (let kill = 0; kill < KILLS; kill++) {
        const lines = Array.from({ length: IMPORTED }, (_, i) => `${JSON.stringify(responseOf(`F-${kill}-${i}`, i % 11))}\n`);
        files.push(await folder.file(`responses-${kill}.ndjson`, lines.join('')));
        if (kill > 0) await sleep(STALE_MS);
        const server = grouped('start', '--empty', '--port', '0', '--data', folder.dataDir);
        const ended = once(server, 'exit');
        const url = await addressOf(server);
        const importing = grouped('import', 'survey', ...files, '--data', folder.dataDir);
        importing.stdout?.resume();
        importing.stderr?.resume();
        const importEnded = once(importing, 'exit');
        const send = async () => {
          for (;;) {
            const id = `R-${sent++}`;
            try {
              if ((await post(url, signed(responseOf(id, sent % 11)))).status === 202) answered.add(id);
            } catch {
              if (server.exitCode !== null || server.signalCode !== null) return;
            }
          }
        };
        const before = answered.size;
        const senders = Array.from({ length: 16 }, send);
        while (answered.size < before + 200 && server.exitCode === null) await sleep(5);
        await sleep(random() * 2_000); // lands, builds and imports beside collecting
        killGroup(importing);
        killGroup(server);
        await Promise.all([...senders, ended, importEnded]);
      }

      await sleep(STALE_MS);
      await folder.import('survey', ...files);
      await folder.build();
      const rows = await folder.query('select response_id from stg_survey_response');
      const kept = new Set(rows.map((row) => String(row['response_id'])));
      expect(answered.size).toBeGreaterThanOrEqual(200 * KILLS);
      expect(kept.size).toBe(rows.length);
      expect([...answered].filter((id) => !kept.has(id))).toEqual([]);
      expect([...kept].filter((id) => id.startsWith('F-'))).toHaveLength(KILLS * IMPORTED);
      expect(kept.size).toBeLessThanOrEqual(sent + KILLS * IMPORTED);
    },
    60_000 + KILLS * 60_000,
  );

  function addressOf(child: ChildProcess): Promise<string> {
    let said = '';
    return new Promise<string>((resolve, reject) => {
      child.stderr?.on('data', (text) => (said += String(text)));
      child.stdout?.on('data', (text) => {
        said += String(text);
        const [url] = /http:\/\/127\.0\.0\.1:\d+/.exec(said) ?? [];
        if (url !== undefined) resolve(url);
      });
      child.once('exit', () => reject(new Error(`it did not start: ${said}`)));
    });
  }
});

function killGroup({ pid }: ChildProcess): void {
  try {
    if (pid !== undefined) process.kill(-pid, 'SIGKILL');
  } catch {
    // it has ended by itself
  }
}
