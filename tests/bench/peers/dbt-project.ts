import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { lakeRelation, tablePrefix } from '../../../contracts/lake.ts';
import type { Node } from '../../../warehouse/graph.ts';
import type { Model } from '../../../warehouse/model.ts';
import { MACROS } from '../../../warehouse/engines/duckdb/prelude.ts';
import { PEER_EVENTS } from './events.ts';
import { peerModels } from './models.ts';

/** The newest dbt that installs from a package index alone, its DuckDB adapter, and the DuckDB that we use. */
const PACKAGES = ['dbt-core==1.11.16', 'dbt-duckdb==1.11.1', 'duckdb==1.5.5'];

/** The `dbt` program in a virtual environment of the user's cache, installed the first time; null where there is no Python. */
export function installDbt(): string | null {
  const folder = join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'echolake-bench', 'dbt-1.11.16');
  const dbt = join(folder, 'bin', 'dbt');
  if (existsSync(dbt)) return dbt;
  if (spawnSync('python3', ['-c', 'import venv']).status !== 0) return null;
  execFileSync('python3', ['-m', 'venv', folder]);
  execFileSync(join(folder, 'bin', 'pip'), ['install', '--quiet', ...PACKAGES], { stdio: ['ignore', 'ignore', 'inherit'] });
  return dbt;
}

/** Macros of the prelude that the models use, so that their text is the same here. */
const USED_MACROS = /^create macro (count_if|date_diff)\(/;

/**
 * Writes a dbt project of the same models: the same text with `ref` and `source`, tables, or dbt's incremental models where ours are
 * incremental. Those take the lake files of the day `var('day')` on, and of other models the days from the one before it.
 */
export async function writeDbtProject(folder: string, isIncremental: boolean): Promise<void> {
  const graph = await peerModels();
  const write = (path: string, text: string) => {
    mkdirSync(join(folder, path, '..'), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  write(
    'dbt_project.yml',
    stringify({
      name: 'peer',
      version: '1.0',
      profile: 'peer',
      'model-paths': ['models'],
      'on-run-start': MACROS.filter((macro) => USED_MACROS.test(macro)).map((macro) =>
        macro.replace('create', 'create or replace'),
      ),
      flags: { send_anonymous_usage_stats: false },
      models: { peer: { '+materialized': 'table' } },
    }),
  );
  const settings = { TimeZone: 'UTC', preserve_insertion_order: false, integer_division: true, threads: 2 };
  const output = { type: 'duckdb', path: `{{ env_var('PEER_DB') }}`, threads: 2, settings };
  write('profiles.yml', stringify({ peer: { target: 'dev', outputs: { dev: output } } }));
  const files = `{{ env_var('PEER_DATA') }}/lake/${tablePrefix('{name}')}**/*.parquet`;
  const location = `read_parquet('${files}', hive_partitioning=true, hive_types_autocast=0)`;
  const tables = PEER_EVENTS.map(({ table }) => ({ name: table }));
  write('models/sources.yml', stringify({ sources: [{ name: 'lake', meta: { external_location: location }, tables }] }));
  const models = [...graph.values()].map(({ model }) => ({ name: model.name, columns: testsOf(model) }));
  write('models/schema.yml', stringify({ models }));
  for (const node of graph.values()) write(`models/${node.model.layer}/${node.model.name}.sql`, textOf(node, isIncremental));
}

function testsOf({ columns, audits }: Model): unknown[] {
  return [...columns.keys()].flatMap((name) => {
    const tests = audits.flatMap((audit): unknown[] => {
      if (audit.name.startsWith('key ')) return [];
      if (audit.kind === 'unique') return audit.columns.includes(name) ? ['unique'] : [];
      if (!('column' in audit) || audit.column !== name) return [];
      if (audit.kind === 'accepted') return [{ accepted_values: { arguments: { values: audit.values } } }];
      if (audit.kind === 'relationship')
        return [{ relationships: { arguments: { to: `ref('${audit.to}')`, field: audit.toColumn } } }];
      return [audit.kind];
    });
    return tests.length > 0 ? [{ name, data_tests: tests }] : [];
  });
}

/** Days that a later version of the new day's events may change. */
const RECENT = `business_date >= date '{{ var("day") }}' - interval 1 day`;

function textOf({ model, inputs, lake }: Node, isIncremental: boolean): string {
  const rule = model.materialization;
  const isDaily = isIncremental && rule.kind !== 'full';
  const since = (condition: string) => (isDaily ? ` {% if is_incremental() %} where ${condition} {% endif %}` : '');
  let text = model.sql;
  for (const contract of lake)
    text = text.replace(
      `from ${lakeRelation(contract)}`,
      `from {{ source('lake', '${contract.table}') }}${since(`dt >= '{{ var("day") }}'`)}`,
    );
  for (const input of inputs) {
    const isDated = rule.kind === 'replace' && rule.inputs.get(input)?.kind === 'days';
    const recent = isDated ? since(RECENT) : '';
    text = text.replace(`from ${input}\n`, `from {{ ref('${input}') }}${recent}\n`);
  }
  if (!isDaily) return text;
  if (rule.kind === 'merge')
    return `{{ config(materialized='incremental', incremental_strategy='delete+insert', unique_key=${JSON.stringify(rule.key)}) }}\n${text}`;
  // delete+insert joins all rows of a day with each other where the day is the key: the days go before the append instead.
  const hook = `{% if is_incremental() %} delete from {{ this }} where ${RECENT} {% endif %}`;
  return `{{ config(materialized='incremental', incremental_strategy='append', pre_hook=${JSON.stringify(hook)}) }}\n${text}`;
}
