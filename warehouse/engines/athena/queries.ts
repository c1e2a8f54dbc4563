import { setTimeout as sleep } from 'node:timers/promises';
import {
  type AthenaClient,
  GetQueryExecutionCommand,
  paginateGetQueryResults,
  paginateListTableMetadata,
  type QueryExecution,
  StartQueryExecutionCommand,
  StopQueryExecutionCommand,
} from '@aws-sdk/client-athena';
import { BuildError } from '../../errors.ts';
import type { OutputColumn } from '../engine.ts';

export interface QueriesOptions {
  /** Retries what Athena throttles by itself. */
  readonly client: AthenaClient;
  readonly workgroup: string;
  readonly database: string;
  /** Told of each statement that came to its end, with what it is billed by. */
  readonly onDone?: ((done: QueryDone) => void) | undefined;
}

interface QueryDone {
  readonly sql: string;
  readonly scannedBytes: number;
  readonly ms: number;
}

/** Rows in Athena's texts; a null is null. */
interface Answer {
  readonly columns: readonly OutputColumn[];
  readonly rows: readonly (readonly (string | null)[])[];
}

/** Athena's workers or catalogue failed, and not the statement. */
class AthenaFault extends BuildError {}

/** Statements on Athena, each run to its end. */
export interface Queries {
  /** Runs a statement for its effect. */
  run(sql: string): Promise<void>;
  /** Runs a query, again when Athena says that may help. */
  read(sql: string): Promise<Answer>;
  /** Tables of the database whose whole name matches a pattern. */
  tables(pattern: string): Promise<string[]>;
  /** Stops whatever runs. */
  interrupt(): void;
}

const ATTEMPTS = 3;
const FIRST_POLL_MS = 50;
const LONGEST_POLL_MS = 1_000;
const CATALOGUE = 'AwsDataCatalog';

/** @throws {BuildError} with Athena's own reason when a statement fails; `retryable` when Athena says so. */
export function athenaQueries(options: QueriesOptions): Queries {
  const { client, workgroup, database } = options;
  const running = new Set<string>();

  const execute = async (sql: string): Promise<QueryExecution> => {
    const { QueryExecutionId: id } = await client.send(
      new StartQueryExecutionCommand({
        QueryString: sql,
        WorkGroup: workgroup,
        QueryExecutionContext: { Catalog: CATALOGUE, Database: database },
      }),
    );
    if (id === undefined) throw new BuildError('Athena gave a statement no id');
    running.add(id);
    try {
      return await ended(client, id);
    } finally {
      running.delete(id);
    }
  };

  const succeed = async (sql: string): Promise<QueryExecution> => {
    const execution = await execute(sql);
    const { Status: status, Statistics: statistics } = execution;
    if (status?.State === 'SUCCEEDED') {
      options.onDone?.({
        sql,
        scannedBytes: statistics?.DataScannedInBytes ?? 0,
        ms: statistics?.TotalExecutionTimeInMillis ?? 0,
      });
      return execution;
    }
    throw new AthenaFault(status?.StateChangeReason ?? `Athena ended a statement as ${status?.State}`, {
      retryable: status?.AthenaError?.Retryable === true,
    });
  };

  return {
    run: async (sql) => void (await succeed(sql)),
    read: (sql) => retrying(async () => answerOf(client, await succeed(sql))),
    tables: async (pattern) => {
      const names: string[] = [];
      const pages = paginateListTableMetadata(
        { client },
        { CatalogName: CATALOGUE, DatabaseName: database, Expression: pattern, WorkGroup: workgroup },
      );
      for await (const { TableMetadataList = [] } of pages) names.push(...TableMetadataList.flatMap(({ Name }) => Name ?? []));
      return names;
    },
    interrupt: () => {
      for (const id of running) void client.send(new StopQueryExecutionCommand({ QueryExecutionId: id })).catch(() => undefined);
    },
  };
}

/** Does again what failed through no fault of its own. `work` is told which attempt it is. */
export async function retrying<T>(work: (attempt: number) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work(attempt);
    } catch (error) {
      if (!(error instanceof AthenaFault && error.retryable) || attempt === ATTEMPTS) throw error;
      await sleep(LONGEST_POLL_MS * attempt);
    }
  }
}

async function ended(client: AthenaClient, id: string): Promise<QueryExecution> {
  for (let wait = FIRST_POLL_MS; ; wait = Math.min(wait * 1.5, LONGEST_POLL_MS)) {
    await sleep(wait);
    const { QueryExecution: execution } = await client.send(new GetQueryExecutionCommand({ QueryExecutionId: id }));
    const state = execution?.Status?.State;
    if (execution !== undefined && state !== 'QUEUED' && state !== 'RUNNING') return execution;
  }
}

async function answerOf(client: AthenaClient, { QueryExecutionId: id }: QueryExecution): Promise<Answer> {
  let columns: OutputColumn[] = [];
  const rows: (string | null)[][] = [];
  for await (const { ResultSet: page } of paginateGetQueryResults({ client }, { QueryExecutionId: id })) {
    columns = (page?.ResultSetMetadata?.ColumnInfo ?? []).map(({ Name = '', Type = '', Precision, Scale }) => ({
      name: Name,
      type: Type === 'decimal' ? `decimal(${Precision},${Scale})` : Type,
    }));
    for (const { Data = [] } of page?.Rows ?? []) rows.push(Data.map(({ VarCharValue }) => VarCharValue ?? null));
  }
  return { columns, rows: rows.slice(1) };
}
