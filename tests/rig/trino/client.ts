import { z } from 'zod';

const typeArgument = z.object({ value: z.unknown() });
const signature = z.object({ rawType: z.string(), arguments: z.array(typeArgument).default([]) });

const column = z.object({ name: z.string(), type: z.string(), typeSignature: signature });

const page = z.object({
  id: z.string(),
  nextUri: z.string().optional(),
  columns: z.array(column).optional(),
  data: z.array(z.array(z.unknown())).optional(),
  updateType: z.string().optional(),
  updateCount: z.coerce.number().optional(),
  stats: z.object({
    state: z.string(),
    physicalInputBytes: z.coerce.number().default(0),
    elapsedTimeMillis: z.coerce.number().default(0),
  }),
  error: z.object({ message: z.string(), errorName: z.string(), errorType: z.string() }).optional(),
});

export type TrinoColumn = z.infer<typeof column>;
type Page = z.infer<typeof page>;

export interface TrinoResult {
  readonly columns: readonly TrinoColumn[];
  /** Numbers in Trino's own text. */
  readonly rows: readonly (readonly unknown[])[];
  readonly updateCount: number | undefined;
  readonly bytesRead: number;
}

/** Trino refused a statement or failed on it. */
export class TrinoError extends Error {
  readonly isUsers: boolean;

  constructor(name: string, message: string, isUsers: boolean) {
    super(message);
    this.name = name;
    this.isUsers = isUsers;
  }
}

export interface TrinoOptions {
  readonly url: string;
  readonly catalog?: string | undefined;
  readonly schema?: string | undefined;
  /** Session properties, `name=value`. */
  readonly session?: string | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onPage?: (page: Page) => void;
}

/** Runs one statement to its end and keeps its rows. Trino works only while somebody asks for the next page. */
export async function runTrino(sql: string, options: TrinoOptions): Promise<TrinoResult> {
  const { url, catalog, schema, session, signal = null } = options;
  const headers = {
    'X-Trino-User': 'rig',
    'X-Trino-Time-Zone': 'UTC',
    // Without it a timestamp(6) is shown with three digits.
    'X-Trino-Client-Capabilities': 'PARAMETRIC_DATETIME',
    ...(catalog !== undefined && { 'X-Trino-Catalog': catalog }),
    ...(schema !== undefined && { 'X-Trino-Schema': schema }),
    ...(session !== undefined && { 'X-Trino-Session': session }),
  };
  let answer = await fetch(`${url}/v1/statement`, { method: 'POST', headers, body: sql, signal });
  let columns: readonly TrinoColumn[] = [];
  const rows: unknown[][] = [];
  for (;;) {
    if (!answer.ok) throw new TrinoError('HTTP', `Trino answered ${answer.status}: ${await answer.text()}`, false);
    const read = page.parse(JSON.parse(withNumbersAsText(await answer.text())));
    options.onPage?.(read);
    columns = read.columns ?? columns;
    for (const row of read.data ?? []) rows.push(row);
    if (read.error !== undefined)
      throw new TrinoError(read.error.errorName, read.error.message, read.error.errorType === 'USER_ERROR');
    if (read.nextUri === undefined)
      return { columns, rows, updateCount: read.updateCount, bytesRead: read.stats.physicalInputBytes };
    answer = await fetch(read.nextUri, { headers, signal });
  }
}

/** JSON.parse would round a bigint and drop the `.0` of a double. */
function withNumbersAsText(json: string): string {
  return json.replace(/"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*/g, (token) => (token.startsWith('"') ? token : `"${token}"`));
}
