import { readdirSync, readFileSync } from 'node:fs';
import type { DuckDBConnection } from '@duckdb/node-api';
import { parse } from 'yaml';
import { z } from 'zod';

const CUBES = new URL('../../cube/model/cubes/', import.meta.url);
const TYPES = { string: 'varchar', number: 'double', time: 'timestamp', boolean: 'boolean' } as const;

const member = z.object({ sql: z.string().default(''), type: z.string() });
const cube = z.object({
  name: z.string(),
  extends: z.string().optional(),
  sql_table: z.string().optional(),
  dimensions: z.array(member).default([]),
  measures: z.array(member).default([]),
});
type Cube = z.infer<typeof cube>;

/** Columns that a cube reads by the types its members give them: what only measures read is a number. */
function columnsOf(one: Cube, cubes: ReadonlyMap<string, Cube>): Map<string, string> {
  const parent = cubes.get(one.extends ?? '');
  const columns = new Map(parent === undefined ? [] : columnsOf(parent, cubes));
  const add = (sql: string, type: string) => {
    for (const [, name = ''] of sql.matchAll(/\{CUBE\}\.(\w+)/g)) if (!columns.has(name)) columns.set(name, type);
  };
  for (const { sql, type } of one.dimensions) add(sql, TYPES[type as keyof typeof TYPES]);
  for (const { sql } of one.measures) add(sql, TYPES.number);
  return columns;
}

/** Makes the marts that cubes read and that are not there, without rows: a new cube can be asked before anybody makes rows for it. */
export async function addEmptyMarts(connection: DuckDBConnection): Promise<void> {
  const files = readdirSync(CUBES).map((name): unknown => parse(readFileSync(new URL(name, CUBES), 'utf8')));
  const cubes = new Map(
    files.flatMap((file) => z.object({ cubes: z.array(cube) }).parse(file).cubes).map((one) => [one.name, one]),
  );
  for (const one of cubes.values()) {
    if (one.sql_table === undefined) continue;
    const columns = [...columnsOf(one, cubes)].map(([name, type]) => `${name} ${type}`);
    await connection.run(`create table if not exists ${one.sql_table} (${columns.join(', ')})`);
  }
}
