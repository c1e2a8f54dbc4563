/** Lambdas as they are shipped: sizes of the bundles, how long `land` takes to start and to land a batch of 10,000 events. */
import { execFileSync } from 'node:child_process';
import { rmSync, statSync, writeFileSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';
import { z } from 'zod';
import { channel } from '../../channels/survey/channel.ts';
import { keyedBy, readRecord } from '../../lambdas/shared/intake.ts';
import { packMessages } from '../../lambdas/shared/message.ts';
import { isQuick, printTable, spread } from './figures.ts';
import { responseOf } from './ingest/responses.ts';

const HANDLERS = ['collect', 'import', 'land'];
const EVENTS = 10_000;
const ROUNDS = isQuick ? 2 : 7;
const PROJECT = join(import.meta.dirname, '../..');

/** Below the project, so that the bundles find DuckDB as they do in a function. */
const root = await mkdtemp(join(PROJECT, 'node_modules/.echolake-bench-'));
try {
  const rows: (readonly [string, string])[] = [];
  for (const name of HANDLERS) {
    const outfile = join(root, `${name}.mjs`);
    await build({
      entryPoints: [join(PROJECT, 'lambdas', name, 'handler.ts')],
      outfile,
      bundle: true,
      platform: 'node',
      format: 'esm',
      target: 'node20',
      mainFields: ['module', 'main'],
      minify: true,
      keepNames: true,
      external: ['@duckdb/node-api'],
      banner: { js: "import{createRequire}from'node:module';const require=createRequire(import.meta.url);" },
      logLevel: 'error',
    });
    rows.push([
      `bundle of \`${name}\``,
      `${(statSync(outfile).size / 1024).toFixed(0)} KiB${name === 'collect' ? '' : ', DuckDB beside it'}`,
    ]);
  }

  const key = Buffer.alloc(32, 7);
  const keyed = keyedBy({ pseudonymKeys: [key] });
  const admitted = Array.from({ length: EVENTS }, (_, i) => {
    const value = responseOf(i);
    const reading = readRecord(
      channel,
      channel.recordTypeOf?.(value),
      { value, text: JSON.stringify(value) },
      '2026-11-05T18:00:00.000Z',
      keyed,
    );
    if ('refused' in reading) throw new Error(`response ${i} is refused`);
    return reading.admitted;
  }).flat();
  writeFileSync(join(root, 'messages.json'), JSON.stringify(packMessages(admitted)));

  await build({
    entryPoints: [join(import.meta.dirname, 'ingest', 'land-child.ts')],
    outfile: join(root, 'land-child.mjs'),
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    external: ['@duckdb/node-api'],
    banner: { js: "import{createRequire}from'node:module';const require=createRequire(import.meta.url);" },
    logLevel: 'error',
  });
  const told = z.object({ readyMs: z.number(), firstMs: z.number(), laterMs: z.number(), bytes: z.number() });
  const figures = Array.from({ length: ROUNDS }, () => {
    const text = execFileSync(process.execPath, [join(root, 'land-child.mjs'), join(root, 'messages.json')], {
      encoding: 'utf8',
    });
    return told.parse(JSON.parse(text));
  });
  rows.push(
    [
      '`land`: from the first line of our code until it can take a batch',
      spread(
        figures.map(({ readyMs }) => readyMs),
        'ms',
        0,
      ),
    ],
    [
      `…first batch of ${EVENTS.toLocaleString('en')} events`,
      spread(
        figures.map(({ firstMs }) => firstMs),
        'ms',
        0,
      ),
    ],
    [
      '…each further one',
      spread(
        figures.map(({ laterMs }) => laterMs),
        'ms',
        0,
      ),
    ],
    ['…its Parquet file', `${((figures[0]?.bytes ?? 0) / 1024).toFixed(0)} KiB`],
  );
  printTable(['', 'figure'], rows);
} finally {
  rmSync(root, { recursive: true, force: true });
}
