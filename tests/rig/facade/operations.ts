import type { Row } from '@aws-sdk/client-athena';
import { GetTablesCommand, type Table } from '@aws-sdk/client-glue';
import { z } from 'zod';
import { AthenaError } from './athena-error.ts';
import { type Backend, ENGINE, Execution, type Workgroup } from './execution.ts';
import { refuse } from './refusals.ts';
import { statementType } from './translate.ts';
import { columnInfo, datum } from './values.ts';

const startRequest = z.object({
  QueryString: z.string().default(''),
  ClientRequestToken: z.string().optional(),
  QueryExecutionContext: z.object({ Catalog: z.string().optional(), Database: z.string().optional() }).optional(),
  ResultConfiguration: z.object({ OutputLocation: z.string().optional() }).optional(),
  ExecutionParameters: z.array(z.string()).optional(),
  WorkGroup: z.string().default('primary'),
});
const byId = z.object({ QueryExecutionId: z.string() });
const resultsRequest = byId.extend({ NextToken: z.string().optional(), MaxResults: z.int().default(1000) });
const listRequest = z.object({ DatabaseName: z.string(), Expression: z.string().optional() });

const MAX_RESULTS = 1000;

/** The operations of Athena that clients here call, by name: https://docs.aws.amazon.com/athena/latest/APIReference/API_Operations.html */
export function operations(backend: Backend, workgroups: readonly Workgroup[]) {
  const executions = new Map<string, Execution>();
  const byToken = new Map<string, Execution>();

  const executionOf = (id: string): Execution => {
    const found = executions.get(id);
    if (found === undefined) throw new AthenaError(`QueryExecution ${id} was not found`);
    return found;
  };
  const workgroupOf = (name: string): Workgroup => {
    const found = workgroups.find((workgroup) => workgroup.name === name);
    if (found === undefined) throw new AthenaError(`WorkGroup ${name} is not found.`);
    return found;
  };

  const known: Record<string, (input: unknown) => unknown> = {
    StartQueryExecution: (input) => {
      const request = startRequest.parse(input);
      const { ClientRequestToken: token } = request;
      const same = token === undefined ? undefined : byToken.get(token);
      if (same !== undefined) return { QueryExecutionId: same.id };
      const workgroup = workgroupOf(request.WorkGroup);
      refuse(request.QueryString);
      const asked = request.ResultConfiguration?.OutputLocation;
      const location = workgroup.isEnforced ? workgroup.outputLocation : (asked ?? workgroup.outputLocation);
      if (location === undefined) throw new AthenaError('No output location provided.');
      const execution = new Execution(request, workgroup, location, backend);
      executions.set(execution.id, execution);
      if (token !== undefined) byToken.set(token, execution);
      void execution.run();
      return { QueryExecutionId: execution.id };
    },
    GetQueryExecution: (input) => ({ QueryExecution: executionOf(byId.parse(input).QueryExecutionId).describe() }),
    StopQueryExecution: (input) => {
      executionOf(byId.parse(input).QueryExecutionId).cancel();
      return {};
    },
    GetQueryResults: (input) => {
      const { QueryExecutionId, NextToken = '0', MaxResults } = resultsRequest.parse(input);
      if (MaxResults < 1 || MaxResults > MAX_RESULTS) throw new AthenaError('MaxResults is out of range');
      return resultsOf(executionOf(QueryExecutionId), Number(NextToken), MaxResults);
    },
    GetWorkGroup: (input) => {
      const { name, isEnforced, outputLocation } = workgroupOf(z.object({ WorkGroup: z.string() }).parse(input).WorkGroup);
      const Configuration = {
        EnforceWorkGroupConfiguration: isEnforced,
        ResultConfiguration: { OutputLocation: outputLocation },
        EngineVersion: ENGINE,
      };
      return { WorkGroup: { Name: name, State: 'ENABLED', Configuration } };
    },
    ListTableMetadata: async (input) => {
      const { DatabaseName, Expression = '.*' } = listRequest.parse(input);
      const pattern = new RegExp(`^(?:${Expression})$`);
      const tables: Table[] = [];
      for (let token: string | undefined; ; ) {
        const page = await backend.glue.send(
          new GetTablesCommand({ DatabaseName, ...(token !== undefined && { NextToken: token }) }),
        );
        tables.push(...(page.TableList ?? []));
        token = page.NextToken;
        if (token === undefined) break;
      }
      return {
        TableMetadataList: tables
          .filter(({ Name = '' }) => pattern.test(Name))
          .map(({ Name, TableType, Parameters }) => ({ Name, TableType, Parameters })),
      };
    },
  };
  return known;
}

/** A page of rows. A query's first row is its header; a statement that lists things has none. */
function resultsOf(execution: Execution, from: number, max: number) {
  const { state, statement, result } = execution;
  const notNow = { code: 'INVALID_QUERY_EXECUTION_STATE' };
  if (!execution.isOver) throw new AthenaError(`Query has not yet finished. Current state: ${state}`, notNow);
  if (state !== 'SUCCEEDED') throw new AthenaError(`Query did not finish successfully. Final query state: ${state}`, notNow);
  const { columns, rows, updateCount } = shownRows(execution);
  const header: Row[] = hasHeader(statement) ? [{ Data: columns.map(({ name }) => ({ VarCharValue: name })) }] : [];
  const count = header.length + rows.length;
  const page = Array.from({ length: Math.max(0, Math.min(max, count - from)) }, (_, offset): Row => {
    const index = from + offset;
    const row = rows[index - header.length] ?? [];
    return header[index] ?? { Data: columns.map((column, i) => datum(row[i] ?? null, column)) };
  });
  return {
    UpdateCount: updateCount ?? 0,
    ResultSet: { Rows: page, ResultSetMetadata: { ColumnInfo: columns.map(columnInfo) } },
    ...(from + max < count && { NextToken: String(from + max) }),
  };
  function shownRows({ result: all }: Execution): typeof result {
    // Trino tells the rows that a statement wrote as its result; Athena as the update count.
    const isWrite = statementType(statement) !== 'UTILITY' && !hasHeader(statement);
    return isWrite ? { ...all, columns: [], rows: [] } : all;
  }
}

export function hasHeader(statement: string): boolean {
  return /^\s*(?:\(|select|with|values|execute)/i.test(statement);
}
