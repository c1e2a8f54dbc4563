import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { packDuckdb } from '../../infra/pack-duckdb.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

/** npm installs the binding that functions run with on such machines only. */
const canBundle = existsSync('node_modules/@duckdb/node-bindings-linux-x64');

const templateSchema = z.object({
  Resources: z.record(z.string(), z.looseObject({ Type: z.string(), Metadata: z.record(z.string(), z.unknown()).optional() })),
});

/** Lambda takes no more, unpacked. */
const LIMIT_BYTES = 262_144_000;

describe.runIf(canBundle)('cdk synth, as the command line runs it', () => {
  let out: string;

  beforeAll(() => {
    out = mkdtempSync(join(tmpdir(), 'echolake-synth-'));
    const { context } = z
      .object({ context: z.record(z.string(), z.unknown()) })
      .parse(JSON.parse(readFileSync('cdk.json', 'utf8')));
    execFileSync('npx', ['--no-install', 'tsx', 'infra/app.ts'], {
      env: {
        ...process.env,
        CDK_OUTDIR: out,
        CDK_CONTEXT_JSON: JSON.stringify({ ...context, 'aws:cdk:enable-asset-metadata': true }),
      },
      stdio: 'pipe',
    });
  });

  afterAll(() => rmSync(out, { recursive: true, force: true }));

  const assetOf = (name: string): string => {
    const found = ['ingest', 'warehouse']
      .map((stack) => templateSchema.parse(JSON.parse(readFileSync(join(out, `echolake-${stack}.template.json`), 'utf8'))))
      .flatMap(({ Resources }) => Object.entries(Resources))
      .find(([id, { Type }]) => Type === 'AWS::Lambda::Function' && id.startsWith(name));
    return join(out, z.string().parse(found?.[1].Metadata?.['aws:asset:path']));
  };

  /** Runs a piece of JavaScript in a Node of its own, beside nothing but the asset. */
  const runBeside = (name: string, script: string): string => {
    const alone = mkdtempSync(join(tmpdir(), 'echolake-function-'));
    try {
      cpSync(assetOf(name), alone, { recursive: true });
      return execFileSync(process.execPath, ['--no-warnings', '--input-type=module', '--eval', script], {
        cwd: alone,
        encoding: 'utf8',
        env: {
          AWS_REGION: 'eu-west-1',
          AWS_ACCESS_KEY_ID: 'none',
          AWS_SECRET_ACCESS_KEY: 'none',
          AWS_ENDPOINT_URL: 'http://127.0.0.1:9',
          ECHOLAKE_BUCKET: 'lake',
          ECHOLAKE_QUEUE_URL: 'http://127.0.0.1:9/events',
          ECHOLAKE_SECRET_ID: 'door',
          ECHOLAKE_WORKGROUP: 'echolake',
          ECHOLAKE_DATABASE: 'echolake',
        },
      });
    } finally {
      rmSync(alone, { recursive: true, force: true });
    }
  };

  test.each(['Collect', 'Land', 'Import', 'Transform'])('%s loads from its own bundle and exports a handler', (name) => {
    const script = `process.on('unhandledRejection', () => {});
      const { handler } = await import('./index.mjs');
      console.log(typeof handler);
      process.exit(0);`;
    expect(runBeside(name, script).trim()).toBe('function');
  });

  test('every channel is in the bundles that read one', () => {
    for (const name of ['Collect', 'Import']) {
      const bundle = readFileSync(join(assetOf(name), 'index.mjs'), 'utf8');
      for (const channel of ['survey', 'olist']) expect(bundle).toContain(`./${channel}/channel.ts`);
    }
  });

  test('Transform brings every model, and no DuckDB', () => {
    const bundle = assetOf('Transform');
    const models = (folder: string) => readdirSync(folder, { recursive: true, encoding: 'utf8' }).toSorted();
    expect(models(join(bundle, 'sql'))).toEqual(models('sql'));
    expect(existsSync(join(bundle, 'node_modules'))).toBe(false);
  });

  test.each(['Land', 'Import'])('%s brings a DuckDB that runs', (name) => {
    const script = `import { DuckDBInstance } from '@duckdb/node-api';
      const connection = await (await DuckDBInstance.create()).connect();
      console.log((await connection.runAndReadAll('select 6 * 7')).getRows()[0][0]);`;
    expect(runBeside(name, script).trim()).toBe('42');
  });

  test.each(['Collect', 'Land', 'Import', 'Transform'])('%s is of a size that Lambda takes', (name) => {
    const bytes = Number(execFileSync('du', ['-sb', assetOf(name)], { encoding: 'utf8' }).split('\t')[0]);
    expect(bytes).toBeLessThan(LIMIT_BYTES / 2);
  });
});

test.runIf(canBundle)('a binding of another release than its JavaScript is refused', () => {
  const root = mkdtempSync(join(tmpdir(), 'echolake-pack-'));
  try {
    const modules = join(root, 'node_modules');
    for (const name of ['node-api', 'node-bindings', 'node-bindings-linux-x64']) {
      mkdirSync(join(modules, '@duckdb', name), { recursive: true });
      cpSync(`node_modules/@duckdb/${name}/package.json`, join(modules, '@duckdb', name, 'package.json'));
    }
    const native = join(modules, '@duckdb/node-bindings-linux-x64/package.json');
    execFileSync('sed', ['-i', 's/"version": "[^"]*"/"version": "1.0.0"/', native]);
    expect(() => packDuckdb(join(root, 'bundle'), root)).toThrow(/expected release \S+ as .+, found 1\.0\.0/);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
});

test('a machine without the binding is told where to synthesise', () => {
  const root = mkdtempSync(join(tmpdir(), 'echolake-pack-'));
  try {
    for (const name of ['node-api', 'node-bindings']) {
      mkdirSync(join(root, 'node_modules/@duckdb', name), { recursive: true });
      cpSync(`node_modules/@duckdb/${name}/package.json`, join(root, 'node_modules/@duckdb', name, 'package.json'));
    }
    expect(() => packDuckdb(join(root, 'bundle'), root)).toThrow(/Linux x64/);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
});
