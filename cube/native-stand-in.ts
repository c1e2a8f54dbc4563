/**
 * What Cube's native extension does for a `load`, in TypeScript: name the columns, write times without a zone, numbers as
 * strings, and keep only the fields that may go out. Follows @cubejs-backend/native 1.7 (`getFinalQueryResult`).
 */

type Cell = string | number | boolean | null;
type Fields = Readonly<Record<string, unknown>>;

interface TimeDimension extends Fields {
  readonly dimension: string;
  readonly granularity?: string;
  readonly dateRange?: readonly string[];
}

interface Query extends Fields {
  readonly measures?: readonly string[];
  readonly dimensions?: readonly string[];
  readonly timeDimensions?: readonly TimeDimension[];
}

/** How the columns of one database answer become members. */
export interface ResultPlan {
  readonly aliasToMemberNameMap: Readonly<Record<string, string>>;
  readonly annotation: Readonly<Record<string, { readonly type?: string }>>;
  readonly query: Query;
  readonly queryType?: string;
  readonly resType?: string;
}

interface ResultFields extends Fields {
  readonly query: Query;
  readonly annotation: Readonly<Record<string, Readonly<Record<string, Fields>>>>;
}

interface Column {
  readonly member: string;
  readonly read: (row: number) => Cell;
}

const ISO_TIME = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(?:\.(\d+))?(?: ?(?:Z|UTC|[+-]\d\d:\d\d))?$/i;

/** A timestamp of any spelling a driver gives, as wall clock to the millisecond without a zone. Anything else is unchanged. */
export function wallClock(text: string): string {
  const match = ISO_TIME.exec(text);
  return match === null ? text : `${match[1]}T${match[2]}.${(match[3] ?? '').padEnd(3, '0').slice(0, 3)}`;
}

function cell(value: Cell | undefined, isTime: boolean): Cell {
  if (value === undefined || value === null) return null;
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && isTime ? wallClock(value) : value;
}

const WIDTH: Readonly<Record<string, number>> = { second: 1, minute: 2, hour: 3, day: 4, week: 5, month: 6, quarter: 7, year: 8 };
const widthOf = (column: Column): number => WIDTH[column.member.split('.')[2] ?? ''] ?? 10;

function memberColumns(plan: ResultPlan, aliases: readonly string[], columns: readonly (readonly Cell[])[]): Column[] {
  return aliases.map((alias, position) => {
    const member = plan.aliasToMemberNameMap[alias];
    const annotation = member === undefined ? undefined : plan.annotation[member];
    if (member === undefined || annotation === undefined) throw new Error('You requested hidden member');
    const values = columns[position] ?? [];
    const isTime = annotation.type === 'time';
    return { member, read: (row) => cell(values[row], isTime) };
  });
}

/** A time dimension is also given under its own name, with the finest granularity that was asked. */
function bareTimeColumns(plan: ResultPlan, columns: readonly Column[]): Column[] {
  const finest = new Map<string, Column>();
  for (const column of columns) {
    const [view, name, granularity] = column.member.split('.');
    const bare = `${view}.${name}`;
    if (granularity === undefined || plan.query.dimensions?.includes(bare)) continue;
    const known = finest.get(bare);
    if (known === undefined || widthOf(column) < widthOf(known)) finest.set(bare, column);
  }
  return Array.from(finest, ([member, { read }]) => ({ member, read }));
}

function comparedRange(plan: ResultPlan): Column[] {
  if (plan.queryType !== 'compareDateRangeQuery') return [];
  const range = plan.query.timeDimensions?.[0]?.dateRange ?? [];
  const label = range.join(' - ');
  return [{ member: 'compareDateRange', read: () => label }];
}

function answerRows(plan: ResultPlan, raw: Uint8Array): unknown {
  const table: { members: string[]; columns: Cell[][] } = JSON.parse(Buffer.from(raw).toString('utf8'));
  const named = memberColumns(plan, table.members, table.columns);
  const all = named.length === 0 ? [] : [...named, ...bareTimeColumns(plan, named), ...comparedRange(plan)];
  const rowCount = table.columns[0]?.length ?? 0;
  const rows = Array.from({ length: rowCount }, (_, row) => row);
  const members = all.map((column) => column.member);
  if (plan.resType === 'columnar') return { members, columns: all.map((column) => rows.map(column.read)) };
  if (plan.resType === 'compact') return { members, dataset: rows.map((row) => all.map((column) => column.read(row))) };
  return rows.map((row) => {
    const answer: Record<string, Cell> = {};
    for (const column of all) answer[column.member] = column.read(row);
    return answer;
  });
}

const QUERY_FIELDS = (
  'measures dimensions timeDimensions segments limit offset total totalQuery timezone renewQuery ungrouped ' +
  'responseFormat filters rowLimit order queryType'
).split(' ');
const RESULT_FIELDS =
  'query lastRefreshTime usedPreAggregations annotation dataSource dbType extDbType external slowQuery total data'.split(' ');
const ANNOTATION_FIELDS =
  'title shortTitle description type format currency meta drillMembers drillMembersGrouped granularity'.split(' ');
const TIME_DIMENSION_FIELDS = ['dimension', 'dateRange', 'compareDateRange', 'granularity'];

function only(fields: Fields, names: readonly string[]): Record<string, unknown> {
  const entries = names.map((name) => [name, fields[name]] as const);
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined && value !== null));
}

function publicQuery(query: Query): Record<string, unknown> {
  const timeDimensions = query.timeDimensions?.map((dimension) => only(dimension, TIME_DIMENSION_FIELDS));
  return only({ ...query, timeDimensions }, QUERY_FIELDS);
}

function publicResult(plan: ResultPlan, raw: Uint8Array, result: ResultFields): Record<string, unknown> {
  const annotation: Record<string, unknown> = {};
  for (const [kind, members] of Object.entries(result.annotation)) {
    annotation[kind] = Object.fromEntries(Object.entries(members).map(([name, about]) => [name, only(about, ANNOTATION_FIELDS)]));
  }
  const answered = { ...result, annotation, query: publicQuery(result.query), slowQuery: Boolean(result['slowQuery']) };
  return only({ ...answered, data: answerRows(plan, raw) }, RESULT_FIELDS);
}

function pivotQuery(queryType: string, queries: readonly Record<string, unknown>[]): Record<string, unknown> {
  const first = queries[0] ?? {};
  const dimensions = Array.isArray(first['dimensions']) ? first['dimensions'] : [];
  const compared = queryType === 'compareDateRangeQuery' ? { dimensions: ['compareDateRange', ...dimensions] } : {};
  return { ...first, ...compared, queryType };
}

function jsonBytes(value: unknown): ArrayBuffer {
  const bytes = new TextEncoder().encode(JSON.stringify(value));
  return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
}

/** The functions of the native module that a server without the SQL interface and without templates calls. */
export const standIn = {
  setupLogger: (): void => {},
  resetLogger: (): void => {},
  isFallbackBuild: (): boolean => true,
  async getFinalQueryResult(plan: ResultPlan, raw: Uint8Array, result: ResultFields): Promise<ArrayBuffer> {
    return jsonBytes(publicResult(plan, raw, result));
  },
  async getFinalQueryResultMulti(
    plans: readonly ResultPlan[],
    raws: readonly Uint8Array[],
    answer: { readonly queryType: string; readonly results: readonly ResultFields[]; readonly slowQuery?: boolean },
  ): Promise<ArrayBuffer> {
    const results = answer.results.map((result, index) => {
      const [plan, raw] = [plans[index], raws[index]];
      if (plan === undefined || raw === undefined) throw new Error(`no rows for result ${index}`);
      return publicResult(plan, raw, result);
    });
    const queries = answer.results.map((result) => publicQuery(result.query));
    const { queryType } = answer;
    return jsonBytes({ queryType, results, pivotQuery: pivotQuery(queryType, queries), slowQuery: Boolean(answer.slowQuery) });
  },
};

/** Stands for the template engine that Cube makes for every compilation; our model has no templates. */
export class TemplatelessNative {
  newJinjaEngine(): { loadTemplate(name: string): never } {
    return {
      loadTemplate(name) {
        throw new Error(`${name}: templates need Cube's native extension; write plain YAML`);
      },
    };
  }
}
