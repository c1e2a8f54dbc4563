import type { DuckDBConnection, DuckDBInstance, Json } from '@duckdb/node-api';
import { MACROS, SETTINGS } from './prelude.ts';

export type JsonRow = Record<string, Json>;

export async function runAll(connection: DuckDBConnection, statements: readonly string[]): Promise<void> {
  for (const statement of statements) await connection.run(statement);
}

export async function readRows(connection: DuckDBConnection, sql: string): Promise<JsonRow[]> {
  return (await connection.runAndReadAll(sql)).getRowObjectsJson();
}

/** Puts the macros where every connection's search path finds them. */
export async function installPrelude(instance: DuckDBInstance, schema: string): Promise<void> {
  const connection = await instance.connect();
  try {
    await runAll(connection, [`create schema if not exists ${schema}`, `set search_path = '${schema}'`, ...MACROS]);
  } finally {
    connection.closeSync();
  }
}

/** A connection that takes Athena SQL and looks for names in the given schemas. */
export async function connectForModels(instance: DuckDBInstance, schemas: readonly string[]): Promise<DuckDBConnection> {
  const connection = await instance.connect();
  await runAll(connection, [...SETTINGS, `set search_path = '${schemas.join(',')}'`]);
  return connection;
}
