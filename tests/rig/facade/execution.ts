import { randomUUID } from 'node:crypto';
import type { GlueClient } from '@aws-sdk/client-glue';
import { CreateTableCommand } from '@aws-sdk/client-glue';
import type { QueryExecution, QueryExecutionState, StartQueryExecutionInput } from '@aws-sdk/client-athena';
import { messageOf } from '../../../contracts/errors.ts';
import { runTrino, TrinoError, type TrinoResult } from '../trino/client.ts';
import { statementType, translate } from './translate.ts';

export interface Backend {
  readonly trinoUrl: string;
  readonly glue: GlueClient;
  /** Writes the result file of a finished query. */
  readonly keepResult: (location: string, execution: Execution) => Promise<void>;
}

/** Where results go and how much a query may read. */
export interface Workgroup {
  readonly name: string;
  readonly outputLocation?: string | undefined;
  readonly isEnforced: boolean;
  readonly cutoffBytes?: number | undefined;
}

const NOTHING: TrinoResult = { columns: [], rows: [], updateCount: undefined, bytesRead: 0 };

/** One statement under way or done. */
export class Execution {
  readonly id = randomUUID();
  readonly statement: string;
  readonly outputLocation: string;
  state: QueryExecutionState = 'QUEUED';
  result = NOTHING;
  private readonly request: StartQueryExecutionInput;
  private readonly workgroup: Workgroup;
  private readonly backend: Backend;
  private readonly cancelled = new AbortController();
  private readonly submittedAt = new Date();
  private completedAt: Date | undefined;
  private reason: string | undefined;
  private isUsersFault = false;
  private bytesRead = 0;
  private nextUri: string | undefined;

  constructor(request: StartQueryExecutionInput, workgroup: Workgroup, outputLocation: string, backend: Backend) {
    this.request = request;
    this.statement = request.QueryString ?? '';
    this.workgroup = workgroup;
    this.backend = backend;
    this.outputLocation = `${outputLocation.replace(/\/?$/, '/')}${this.id}${statementType(this.statement) === 'DML' ? '.csv' : '.txt'}`;
  }

  get isOver(): boolean {
    return this.completedAt !== undefined;
  }

  /** Runs to the end by itself and never throws. */
  async run(): Promise<void> {
    try {
      this.result = await this.execute();
      if (this.state === 'CANCELLED') return;
      await this.backend.keepResult(this.outputLocation, this);
      this.state = 'SUCCEEDED';
    } catch (error) {
      if (this.state === 'CANCELLED') return;
      this.state = 'FAILED';
      this.isUsersFault = error instanceof TrinoError && error.isUsers;
      this.reason = error instanceof TrinoError ? `${error.name}: ${error.message}` : messageOf(error);
    } finally {
      this.completedAt = new Date();
    }
  }

  cancel(reason = 'Query cancelled by user'): void {
    if (this.isOver) return;
    this.state = 'CANCELLED';
    this.reason = reason;
    this.cancelled.abort();
    if (this.nextUri !== undefined) void fetch(this.nextUri, { method: 'DELETE' }).catch(() => undefined);
  }

  describe(): QueryExecution {
    return {
      QueryExecutionId: this.id,
      Query: this.statement,
      StatementType: statementType(this.statement),
      WorkGroup: this.workgroup.name,
      ResultConfiguration: { OutputLocation: this.outputLocation },
      ...(this.request.QueryExecutionContext !== undefined && { QueryExecutionContext: this.request.QueryExecutionContext }),
      EngineVersion: ENGINE,
      Status: {
        State: this.state,
        ...(this.reason !== undefined && { StateChangeReason: this.reason }),
        SubmissionDateTime: this.submittedAt,
        ...(this.completedAt !== undefined && { CompletionDateTime: this.completedAt }),
        ...(this.state === 'FAILED' && {
          AthenaError: { ErrorCategory: this.isUsersFault ? 2 : 1, ErrorMessage: this.reason, Retryable: !this.isUsersFault },
        }),
      },
      Statistics: {
        DataScannedInBytes: this.bytesRead,
        TotalExecutionTimeInMillis: (this.completedAt ?? new Date()).getTime() - this.submittedAt.getTime(),
      },
    };
  }

  private async execute(): Promise<TrinoResult> {
    const { QueryExecutionContext: context, ExecutionParameters: parameters = [] } = this.request;
    const translation = translate(this.statement, this.id, context?.Database);
    if (translation.kind === 'glue') {
      const { database, input } = translation.table;
      await this.backend.glue
        .send(new CreateTableCommand({ DatabaseName: database, TableInput: input }))
        .catch((error: unknown) => {
          if (!(translation.ifMissing && error instanceof Error && error.name === 'AlreadyExistsException')) throw error;
        });
      return NOTHING;
    }
    const { session, afterwards, typed } = translation;
    if (typed !== undefined) await this.checkTypes(typed);
    const sql =
      parameters.length === 0
        ? translation.sql
        : `execute immediate '${translation.sql.replaceAll("'", "''")}' using ${parameters.join(', ')}`;
    try {
      return await this.trino(sql, session);
    } finally {
      if (afterwards !== undefined) await this.trino(afterwards);
    }
  }

  /** Athena keeps timestamps of Iceberg tables to the microsecond and casts none by itself; Trino does. */
  private async checkTypes(select: string): Promise<void> {
    const { columns } = await this.trino(`select * from (${select}) limit 0`);
    const wrong = columns.find(({ type }) => /^timestamp\((?!6\))/.test(type));
    if (wrong !== undefined)
      throw new TrinoError(
        'NOT_SUPPORTED',
        `${wrong.name}: ${wrong.type} is not supported for Iceberg. Use timestamp(6) instead.`,
        true,
      );
  }

  private trino(sql: string, session?: string): Promise<TrinoResult> {
    const { QueryExecutionContext: context } = this.request;
    const { cutoffBytes } = this.workgroup;
    return runTrino(sql, {
      url: this.backend.trinoUrl,
      catalog: context?.Catalog?.toLowerCase() ?? 'awsdatacatalog',
      schema: context?.Database,
      session,
      signal: this.cancelled.signal,
      onPage: ({ nextUri, stats }) => {
        this.nextUri = nextUri;
        this.bytesRead = stats.physicalInputBytes;
        if (this.state === 'QUEUED' && stats.state !== 'QUEUED') this.state = 'RUNNING';
        if (cutoffBytes !== undefined && this.bytesRead > cutoffBytes) this.cancel('Bytes scanned limit was exceeded');
      },
    });
  }
}

export const ENGINE = { SelectedEngineVersion: 'AUTO', EffectiveEngineVersion: 'Athena engine version 3' };
