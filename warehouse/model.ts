import { readdir, readFile } from 'node:fs/promises';
import { basename, dirname, join, relative, sep } from 'node:path';
import { parse, YAMLParseError } from 'yaml';
import { z } from 'zod';
import { type Audit, columnAudit, keyAudits, modelAudit, toColumnAudit, toModelAudit } from './audit-spec.ts';
import { configSql, refuseUnreadFields, rowsSpec, type RowType, rowType } from './config-rows.ts';
import { digestOf } from './digest.ts';
import type { Ordering } from './engines/engine.ts';
import { ModelError } from './errors.ts';
import { digestOfProgram, loadProgram } from './load-program.ts';
import { relationsOf, type RelationName } from './names.ts';
import type { Program } from './program.ts';
import { emptyProgramSql } from './run-program.ts';

const name = z.string().regex(/^[a-z][a-z0-9_]*$/, 'expected a snake_case name');
const columnNames = z.array(name).min(1);
const KEY_MISSING = 'missing: name the columns that tell one row from another, such as [event_id]';
const ordering = z.string().regex(/^[a-z][a-z0-9_]*( asc| desc)?$/, 'expected a column, or a column and asc');

const description = z.strictObject({
  about: z.string().min(1),
  grain: z.string().min(1),
  key: z.array(name, KEY_MISSING).min(1, KEY_MISSING),
  columns: z.record(
    name,
    z.strictObject({
      about: z.string().min(1),
      unit: z.string().optional(),
      type: rowType.optional(),
      audits: z.array(columnAudit).optional(),
    }),
  ),
  rows: rowsSpec.optional(),
  audits: z.array(modelAudit).optional(),
  materialized: z.enum(['full', 'incremental']).optional(),
  incremental: z
    .strictObject({
      partition: name,
      merge: z.strictObject({ key: columnNames, latest_by: z.array(ordering).min(1) }).optional(),
      by: z.strictObject({ columns: columnNames, inputs: columnNames }).optional(),
      inputs: z
        .record(
          name,
          z.strictObject({
            date: name.optional(),
            before_days: z.int().min(0).optional(),
            after_days: z.int().min(0).optional(),
            match: columnNames.optional(),
          }),
        )
        .optional(),
    })
    .optional(),
});

/** How far around an output day the rows of an input matter. */
export interface Window {
  readonly kind: 'days';
  readonly date: string;
  readonly beforeDays: number;
  readonly afterDays: number;
}

/** Rows of an input matter only to rows of other inputs that have the same values in these columns, on whatever day. */
export interface Match {
  readonly kind: 'match';
  readonly columns: readonly string[];
}

/** How a model is kept: rebuilt whole, merged by key from new lake files, replaced day by day, or replaced for the values that changed. */
type Materialization =
  | { readonly kind: 'full' }
  | {
      readonly kind: 'merge';
      readonly partition: string;
      readonly key: readonly string[];
      readonly latestBy: readonly Ordering[];
    }
  | { readonly kind: 'replace'; readonly partition: string; readonly inputs: ReadonlyMap<string, Window | Match> }
  | {
      readonly kind: 'keyed';
      readonly partition: string;
      /** A row follows from those rows of the inputs that have the same values in these columns, and from no others of them. */
      readonly columns: readonly string[];
      readonly inputs: readonly string[];
    };

type Layer = 'staging' | 'intermediate' | 'marts';

interface Column {
  readonly about: string;
  readonly unit?: string | undefined;
}

/** One `.sql` or `.ts` and the `.yml` beside it; or a `.yml` alone, whose rows are those of a config file. */
export interface Model {
  readonly name: string;
  readonly layer: Layer;
  /** Paths to show to people. */
  readonly sqlFile: string;
  readonly ymlFile: string;
  /** Of a model in TypeScript a statement with its columns and no rows. */
  readonly sql: string;
  readonly program: Program | null;
  /** All SQL that it reads by. */
  readonly queries: readonly string[];
  readonly reads: readonly RelationName[];
  readonly about: string;
  readonly grain: string;
  readonly key: readonly string[];
  readonly columns: ReadonlyMap<string, Column>;
  readonly audits: readonly Audit[];
  readonly materialization: Materialization;
  readonly digest: { readonly sql: string; readonly yml: string };
}

const LAYERS: ReadonlyMap<string, Layer> = new Map([
  ['staging', 'staging'],
  ['intermediate', 'intermediate'],
  ['marts', 'marts'],
]);

/**
 * Every model under a folder, by path.
 * @throws {ModelError} naming file and field when a text or description is wrong or one of a pair is missing.
 */
export async function loadModels(sqlDir: string): Promise<Model[]> {
  const files = (await listFiles(sqlDir)).filter((file) => !file.endsWith('.test.yml')).toSorted();
  const known = new Set(files);
  for (const file of files) {
    if (file.endsWith('.ts') && known.has(file.replace(/ts$/, 'sql')))
      throw new ModelError(`two models are named ${basename(file, '.ts')}: ${file.replace(/ts$/, 'sql')} and ${file}`);
  }
  const isText = (file: string) => /\.(sql|ts)$/.test(file) && !file.startsWith(join(sqlDir, 'kit', sep));
  const isAlone = (file: string) =>
    file.endsWith('.yml') &&
    !file.startsWith(configDir(sqlDir)) &&
    !known.has(file.replace(/yml$/, 'sql')) &&
    !known.has(file.replace(/yml$/, 'ts'));
  const texts = files.filter(isText);
  if (texts.length === 0) throw new ModelError(`${sqlDir}: no model (*.sql) in it`);
  const [models, listed] = await Promise.all([
    Promise.all(texts.map((file) => loadModel(sqlDir, file))),
    loadListed(sqlDir, files.filter(isAlone)),
  ]);
  return [...models, ...listed];
}

const configDir = (sqlDir: string) => join(sqlDir, 'config', sep);

/** Models that are a `.yml` alone. */
async function loadListed(sqlDir: string, ymlFiles: readonly string[]): Promise<Model[]> {
  const configs = new Map<string, { value: unknown; known: Set<string> }>();
  const models: Model[] = [];
  for (const ymlFile of ymlFiles) {
    const model = basename(ymlFile, '.yml');
    const yml = parseDescription(ymlFile, await readFile(ymlFile, 'utf8'));
    if (yml.rows === undefined) throw new ModelError(`${ymlFile}: there is no ${model}.sql beside it, and it names no rows`);
    const file = join(configDir(sqlDir), yml.rows.of);
    const config = configs.get(file) ?? { value: parseYaml(file, await readConfig(ymlFile, file)), known: new Set() };
    configs.set(file, config);
    const types = typesOf(ymlFile, yml);
    for (const known of [...types.keys(), ...yml.rows.each.map(({ list }) => list)]) config.known.add(known);
    const sql = configSql(file, config.value, yml.rows, types);
    models.push(modelOf(sqlDir, { yml, ymlFile, sqlFile: file, model, sql, program: null, queries: [], digest: digestOf(sql) }));
  }
  for (const [file, { value, known }] of configs) refuseUnreadFields(file, value, known);
  return models;
}

async function readConfig(ymlFile: string, file: string): Promise<string> {
  return readFile(file, 'utf8').catch((cause: unknown) => {
    throw new ModelError(`${ymlFile}: rows.of: there is no ${file}`, { cause });
  });
}

function typesOf(file: string, { columns }: Description): Map<string, RowType> {
  return new Map(
    Object.entries(columns).map(([column, { type }]) => {
      if (type === undefined) throw new ModelError(`${file}: columns.${column}.type: missing: rows of a config file have types`);
      return [column, type];
    }),
  );
}

async function listFiles(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch((cause: unknown) => {
    throw new ModelError(`${folder}: expected a folder of models`, { cause });
  });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

async function loadModel(sqlDir: string, sqlFile: string): Promise<Model> {
  const isProgram = sqlFile.endsWith('.ts');
  const ymlFile = sqlFile.replace(/(sql|ts)$/, 'yml');
  const model = basename(sqlFile, isProgram ? '.ts' : '.sql');
  const [sqlText, ymlText] = await Promise.all([
    readFile(sqlFile, 'utf8'),
    readFile(ymlFile, 'utf8').catch((cause: unknown) => {
      throw new ModelError(`${sqlFile}: there is no ${model}.yml beside it`, { cause });
    }),
  ]);
  const program = isProgram ? await loadProgram(sqlFile) : null;
  const sql = program === null ? sqlText.trimEnd().replace(/;$/, '') : emptyProgramSql(program);
  const queries = program === null ? [sql] : Object.values(program.reads);
  const yml = parseDescription(ymlFile, ymlText);
  if (yml.rows !== undefined) throw new ModelError(`${ymlFile}: rows: given, but ${basename(sqlFile)} lies beside it`);
  const digest = program === null ? digestOf(sql) : await digestOfProgram(sqlFile);
  return modelOf(sqlDir, { yml, ymlFile, sqlFile, model, sql, program, queries, digest });
}

interface Text extends Pick<Model, 'sqlFile' | 'ymlFile' | 'sql' | 'program' | 'queries'> {
  readonly model: string;
  readonly yml: Description;
  readonly digest: string;
}

function modelOf(sqlDir: string, { yml, ymlFile, sqlFile, model, sql, program, queries, digest }: Text): Model {
  const modelFile = yml.rows === undefined ? sqlFile : ymlFile;
  if (!name.safeParse(model).success) throw new ModelError(`${modelFile}: expected a snake_case file name`);
  const layer = LAYERS.get(relative(sqlDir, dirname(modelFile)).split(sep)[0] ?? '');
  if (layer === undefined) throw new ModelError(`${modelFile}: expected it under staging/, intermediate/ or marts/`);
  const audits = [
    ...keyAudits(yml.key),
    ...Object.entries(yml.columns).flatMap(([column, spec]) => (spec.audits ?? []).map((audit) => toColumnAudit(column, audit))),
    ...(yml.audits ?? []).map(toModelAudit),
  ];
  const materialization = materializationOf(ymlFile, yml);
  checkColumnsExist(ymlFile, yml, audits);
  if (materialization.kind !== 'full' && (program !== null || yml.rows !== undefined))
    throw new ModelError(
      `${ymlFile}: materialized: a model ${program === null ? 'of a config file' : 'in TypeScript'} is built whole, so expected full`,
    );
  return {
    name: model,
    layer,
    sqlFile,
    ymlFile,
    sql,
    program,
    queries,
    reads: readsOf(sqlFile, queries),
    about: yml.about,
    grain: yml.grain,
    key: yml.key,
    columns: new Map(Object.entries(yml.columns)),
    audits,
    materialization,
    digest: { sql: digest, yml: digestOf(rulesOf(yml)) },
  };
}

type Description = z.infer<typeof description>;

function parseYaml(file: string, text: string): unknown {
  try {
    return parse(text);
  } catch (cause) {
    const where = cause instanceof YAMLParseError ? `:${cause.linePos?.[0].line ?? 1}` : '';
    throw new ModelError(`${file}${where}: not YAML: ${cause instanceof Error ? cause.message.split('\n')[0] : String(cause)}`, {
      cause,
    });
  }
}

function parseDescription(file: string, text: string): Description {
  const result = description.safeParse(parseYaml(file, text));
  if (result.success) return result.data;
  const faults = result.error.issues.map((issue) => `${issue.path.join('.') || 'whole file'}: ${issue.message}`);
  throw new ModelError(`${file}: ${faults.join('; ')}`);
}

function readsOf(file: string, queries: readonly string[]): RelationName[] {
  try {
    const all = queries.flatMap(relationsOf);
    return all.filter(({ name: one }, index) => all.findIndex((other) => other.name === one) === index);
  } catch (cause) {
    throw new ModelError(`${file}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
}

function materializationOf(file: string, yml: Description): Materialization {
  const { materialized = 'full', incremental } = yml;
  if (materialized === 'full') {
    if (incremental !== undefined) throw new ModelError(`${file}: incremental: given, but materialized is not incremental`);
    return { kind: 'full' };
  }
  if (incremental === undefined) throw new ModelError(`${file}: incremental: missing, though materialized is incremental`);
  const { partition, merge, by, inputs } = incremental;
  if ([merge, by, inputs].filter((rule) => rule !== undefined).length !== 1)
    throw new ModelError(`${file}: incremental: expected either merge (on a lake table), or inputs or by (on models)`);
  if (by !== undefined) return { kind: 'keyed', partition, ...by };
  if (merge !== undefined) return { kind: 'merge', partition, key: merge.key, latestBy: merge.latest_by.map(orderingOf) };
  const reaches = Object.entries(inputs ?? {}).map(
    ([input, reach]) => [input, reachOf(`${file}: incremental.inputs.${input}`, reach)] as const,
  );
  return { kind: 'replace', partition, inputs: new Map(reaches) };
}

type InputSpec = NonNullable<NonNullable<Description['incremental']>['inputs']>[string];

function reachOf(field: string, { date, match, before_days: beforeDays, after_days: afterDays }: InputSpec): Window | Match {
  if (date !== undefined && match === undefined)
    return { kind: 'days', date, beforeDays: beforeDays ?? 0, afterDays: afterDays ?? 0 };
  if (match === undefined || date !== undefined) throw new ModelError(`${field}: expected either date or match`);
  if (beforeDays !== undefined || afterDays !== undefined)
    throw new ModelError(`${field}: before_days and after_days go with date, not with match`);
  return { kind: 'match', columns: match };
}

function orderingOf(text: string): Ordering {
  const [column = '', direction] = text.split(' ');
  return { column, isAscending: direction === 'asc' };
}

function checkColumnsExist(file: string, yml: Description, audits: readonly Audit[]): void {
  const { incremental } = yml;
  const used: [string, readonly string[]][] = [
    ['key', yml.key],
    ['incremental.partition', incremental === undefined ? [] : [incremental.partition]],
    ['incremental.merge.key', incremental?.merge?.key ?? []],
    ['incremental.by.columns', incremental?.by?.columns ?? []],
    ['incremental.merge.latest_by', (incremental?.merge?.latest_by ?? []).map((text) => orderingOf(text).column)],
    ['audits', audits.flatMap((audit) => (audit.kind === 'freshness' ? [audit.column] : []))],
  ];
  for (const [field, columns] of used) {
    const unknown = columns.find((column) => !(column in yml.columns));
    if (unknown !== undefined) throw new ModelError(`${file}: ${field}: ${unknown} is not among columns`);
  }
}

/** What of a description can change rows or audits; words for people are left out. */
function rulesOf(yml: Description): string {
  const columns = Object.entries(yml.columns).map(([column, { audits = [] }]) => [column, audits]);
  const { key, audits = [], materialized = 'full', incremental = null } = yml;
  return JSON.stringify({ key, columns, audits, materialized, incremental });
}
