/**
 * Runs every benchmark, or those named by their titles, each in a process of its own, and writes its section of docs/benchmarks.md.
 * `--quick`: small, and not written.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, release, totalmem, type } from 'node:os';
import { fileURLToPath } from 'node:url';

const isQuick = process.argv.includes('--quick');
const FILE = fileURLToPath(new URL('../../docs/benchmarks.md', import.meta.url));

interface Section {
  readonly title: string;
  readonly script: string;
  readonly asked: string;
  readonly args?: readonly string[];
  readonly quickArgs?: readonly string[];
  /** Prints Markdown; otherwise plain text, which is fenced. */
  readonly isMarkdown: boolean;
}

const SECTIONS: readonly Section[] = [
  {
    title: 'Start',
    script: 'start.ts',
    asked: 'Asked: data on the dashboard in under 60 s on 2 cores, under 2 GiB resident.',
    isMarkdown: true,
  },
  {
    title: 'Webhook',
    script: 'webhook.ts',
    asked: 'Asked: p99 under 20 ms at 200 requests/s; on the API in under 10 s.',
    isMarkdown: true,
  },
  {
    title: 'Ingest',
    script: 'ingest.ts',
    asked: 'Asked: 50,000 events a CPU second, 95,000 a second on two cores.',
    isMarkdown: true,
  },
  {
    title: 'Gigabyte',
    script: 'gigabyte.ts',
    asked: 'Asked: a gigabyte of CSV in less than 512 MiB.',
    isMarkdown: true,
  },
  {
    title: 'Collect',
    script: 'collect.ts',
    asked: 'Asked: p99 under 25 ms at 1,000 requests/s, each answered when it is on the disk.',
    isMarkdown: true,
  },
  {
    title: 'Lambdas',
    script: 'land.ts',
    asked: 'Asked: `land` ready within 500 ms, 10,000 events within 1 s.',
    isMarkdown: true,
  },
  {
    title: 'Dashboard',
    script: 'dashboard.ts',
    asked: 'Asked: under 150 KiB of JavaScript before charts; first tile under 1 s on a warm server.',
    isMarkdown: true,
  },
  {
    title: 'Cube',
    script: 'cube-throughput.ts',
    asked: 'Requests a second, for answers that are known and answers that are not.',
    isMarkdown: false,
  },
  {
    title: 'Warehouse',
    script: 'warehouse-parts.ts',
    asked: 'Immutable parts against one native file: decision 2.',
    quickArgs: ['100000'],
    isMarkdown: false,
  },
  {
    title: 'Identity',
    script: 'identity.ts',
    asked: 'Asked: five million identifiers in under 30 s and 6 GiB. Decision 19.',
    quickArgs: ['20000'],
    isMarkdown: true,
  },
  {
    title: 'Peers',
    script: 'peers.ts',
    asked:
      'Asked: with audits at most 1.08 of SQL and tests by hand, and under dbt; first SQL in under 0.6 s; a day at least 5 times as fast as all, and faster than dbt’s.',
    isMarkdown: true,
  },
  {
    title: 'Peak',
    script: 'peak.ts',
    asked: 'Asked: a peak day on a year of history in under 15 s on 2 cores and under 4 GiB, and nearly as fast on a month.',
    isMarkdown: true,
  },
  {
    title: 'Athena',
    script: 'athena-day.ts',
    asked:
      'Asked: bytes and price of an incremental day, and no model that reads a year for it. On the rig, so times say little.',
    isMarkdown: true,
  },
  { title: 'Door', script: 'door-check.ts', asked: 'The fast check beside the schema: decision 4.', isMarkdown: true },
  {
    title: 'Sample company',
    script: 'sample-volume.ts',
    asked: 'Asked: a million events made in under 20 s. Every record of the default sample on one core, without importing it.',
    quickArgs: ['0.02'],
    isMarkdown: false,
  },
];

const only = process.argv.slice(2).filter((word) => !word.startsWith('--'));
const machine = `${cpus().length} cores (${cpus()[0]?.model ?? 'unknown processor'}), ${(totalmem() / 2 ** 30).toFixed(0)} GiB, ${type()} ${release()}, Node ${process.version}`;
const ranOn = `${new Date().toISOString().slice(0, 10)} · ${machine}`;

const HEAD = `# Benchmarks

Written by \`npm run bench\`, a section at a time; run it on a machine that does nothing else. Comparisons are made in one run.
`;

/** The sections of the report as it stands, by title. */
function standing(): Map<string, string> {
  const text = existsSync(FILE) ? readFileSync(FILE, 'utf8') : '';
  return new Map(
    text
      .split(/^(?=## )/m)
      .slice(1)
      .map((section) => [/^## (.*)/.exec(section)?.[1] ?? '', section.trim()]),
  );
}

const known = standing();
const failed: string[] = [];
for (const { title, script, asked, args = [], quickArgs = [], isMarkdown } of SECTIONS) {
  if (only.length > 0 && !only.includes(title.toLowerCase())) continue;
  process.stderr.write(`${title} …\n`);
  const path = fileURLToPath(new URL(script, import.meta.url));
  const { status, stdout } = spawnSync(
    process.execPath,
    ['--import', 'tsx', path, ...(isQuick ? ['--quick'] : []), ...(isQuick ? quickArgs : args)],
    { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'], maxBuffer: 1 << 26 },
  );
  if (status !== 0) {
    failed.push(script);
    continue;
  }
  const body = isMarkdown ? stdout.trim() : `\`\`\`\n${stdout.trim()}\n\`\`\``;
  const section = [`## ${title}`, `\`tests/bench/${script}\`. ${asked}`, ranOn, body].join('\n\n');
  if (isQuick) process.stdout.write(`${section}\n\n`);
  else {
    known.set(title, section);
    const sections = SECTIONS.flatMap((one) => known.get(one.title) ?? []);
    writeFileSync(FILE, [HEAD, ...sections].join('\n\n').replace(/\n{3,}/g, '\n\n') + '\n');
  }
}
if (failed.length > 0) {
  process.stderr.write(`failed: ${failed.join(', ')}; their sections stand as they were\n`);
  process.exitCode = 1;
}
