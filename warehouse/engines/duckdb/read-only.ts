import { type DuckDBConnection, type DuckDBResultReader, StatementType } from '@duckdb/node-api';
import { messageOf, UsageError } from '../../../contracts/errors.ts';

const LEADING_BLANKS = /^(?:\s+|--[^\n]*(?:\n|$)|\/\*[\s\S]*?\*\/)+/;
const FIRST_WORDS = new Set('select with values from table explain describe desc show summarize'.split(' '));

/**
 * Runs one statement that only reads: select, with, explain, describe or show. DuckDB's own statement type decides; the first word
 * only makes for a clearer answer.
 * @throws {UsageError} for several statements, one that writes or sets anything, or one that does not run.
 */
export async function readOnly(connection: DuckDBConnection, sql: string): Promise<DuckDBResultReader> {
  const text = sql.replace(LEADING_BLANKS, '');
  const word = /^\(*\s*([a-z]+)/i.exec(text)?.[1]?.toLowerCase() ?? '';
  if (text === '') throw new UsageError('expected a query, found nothing');
  if (/^[a-z]/i.test(text) && !FIRST_WORDS.has(word)) throw refusal(word);
  try {
    const explained = /^explain(?:\s+analyze)?\b([\s\S]*)$/i.exec(text)?.[1];
    if (explained !== undefined) await checkExplained(connection, explained, sql);
    const expected = explained === undefined ? StatementType.SELECT : StatementType.EXPLAIN;
    const statements = await connection.extractStatements(sql);
    if (statements.count !== 1) throw new UsageError(`expected one statement, found ${statements.count}`);
    const prepared = await statements.prepare(0);
    try {
      if (prepared.statementType !== expected) throw refusal(StatementType[prepared.statementType] ?? 'another statement');
      return await prepared.runAndReadAll();
    } finally {
      prepared.destroySync();
    }
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(messageOf(error), { cause: error });
  }
}

/** `explain analyze` runs what it explains, so that must read too; comments could hide what it is. */
async function checkExplained(connection: DuckDBConnection, explained: string, sql: string): Promise<void> {
  if (sql.includes('/*')) throw new UsageError('explain takes no /* */ comments here');
  const statements = await connection.extractStatements(explained);
  if (statements.count !== 1) throw new UsageError(`expected one statement, found ${statements.count}`);
  const prepared = await statements.prepare(0);
  const type = prepared.statementType;
  prepared.destroySync();
  if (type !== StatementType.SELECT) throw refusal(StatementType[type] ?? 'another statement');
}

function refusal(found: string): UsageError {
  return new UsageError(`expected a select, with, explain, describe or show; found ${found.toUpperCase()}`);
}
