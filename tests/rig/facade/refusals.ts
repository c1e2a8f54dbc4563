import { AthenaError } from './athena-error.ts';

/** https://docs.aws.amazon.com/athena/latest/ug/service-limits.html */
const MAX_STATEMENT_BYTES = 262_144;

/** Comments, texts and quoted names, in which nothing else counts. */
const OPAQUE = /--[^\n]*|\/\*[\s\S]*?\*\/|'(?:[^']|'')*'|"(?:[^"]|"")*"|`[^`]*`/g;

/**
 * First words of what Athena takes: https://docs.aws.amazon.com/athena/latest/ug/ddl-sql-reference.html. Trino takes more, such as
 * CALL, SET SESSION, ANALYZE, CREATE OR REPLACE TABLE, ALTER TABLE … EXECUTE and materialized views.
 */
const TAKEN =
  /^(?:\(|select\b|with\b|values\b|insert\s+into\b|delete\s+from\b|update\b|merge\s+into\b|unload\b|create\s+(?:external\s+table|table|database|schema|(?:or\s+replace\s+)?view)\b|drop\s+(?:table|view|database|schema)\b|alter\s+table\s+\S+\s+(?:add|drop|set|change|replace|rename)\b|msck\s+repair\b|optimize\b|vacuum\b|show\s+(?:tables|views|columns|partitions|databases|schemas|create|tblproperties)\b|describe\b(?!\s+(?:input|output)\b)|explain\b|prepare\b|execute\b|deallocate\b)/;

/** Statements that Athena reads by Hive's grammar, in which a name in double quotes is an error. */
const HIVE_GRAMMAR =
  /^(?:create\s+(?:external|database|schema)|drop\s+(?:table|database|schema)|alter\s+table|msck|show|describe)\b/;

/** @throws {AthenaError} for what Athena would refuse before it runs anything. */
export function refuse(statement: string): void {
  if (statement.trim() === '') throw new AthenaError('queryString must not be empty');
  const bytes = Buffer.byteLength(statement);
  if (bytes > MAX_STATEMENT_BYTES) throw new AthenaError(`queryString has ${bytes} bytes; the maximum is ${MAX_STATEMENT_BYTES}`);
  const plain = statement
    .replace(OPAQUE, (text) => (text.startsWith('-') || text.startsWith('/') ? ' ' : text.charAt(0).repeat(2)))
    .trim();
  const body = plain.replace(/;\s*$/, '');
  if (body.includes(';')) throw new AthenaError('Only one sql statement is allowed');
  const lower = body.toLowerCase();
  if (!TAKEN.test(lower)) throw new AthenaError(`line 1:1: mismatched input '${lower.split(/\s/)[0]}'`);
  if (HIVE_GRAMMAR.test(lower) && body.includes('"'))
    throw new AthenaError(`mismatched input '"'; names are quoted by backticks here`);
  if (/^create\s+table\b/.test(lower) && /\)?\s*as\b/.test(lower)) refuseCreateAs(lower);
}

/** https://docs.aws.amazon.com/athena/latest/ug/create-table-as.html */
function refuseCreateAs(lower: string): void {
  const isIceberg = /\btable_type\s*=/.test(lower);
  if (!isIceberg) {
    if (/\bpartitioning\s*=/.test(lower)) throw new AthenaError('Property partitioning is for table_type ICEBERG');
    return;
  }
  if (!/\bis_external\s*=\s*false\b/.test(lower)) throw new AthenaError('An ICEBERG table needs is_external = false');
  if (!/\blocation\s*=/.test(lower)) throw new AthenaError('An ICEBERG table needs a location');
}
