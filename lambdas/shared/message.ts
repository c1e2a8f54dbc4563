import { z } from 'zod';
import { contractOf } from '../../contracts/catalogue.ts';
import { EcholakeError } from '../../contracts/errors.ts';
import { type Admitted, type Cell, cellNames } from './door.ts';
import { MAX_MESSAGE_BYTES } from './ports.ts';

const cell = z.union([z.string(), z.number(), z.boolean(), z.null()]);

const messageSchema = z.object({
  tables: z.array(z.object({ table: z.string(), columns: z.array(z.string()), rows: z.array(z.array(cell)) })),
});

/** A queued message that is not one of ours. */
class MessageError extends EcholakeError {}

/** Packs events into as few message bodies as the size limit allows: transport is paid by the message. */
export function packMessages(events: readonly Admitted[]): string[] {
  const bodies: string[] = [];
  let tables = new Map<string, { table: string; columns: readonly string[]; rows: (readonly Cell[])[] }>();
  let size = 0;
  const flush = () => {
    if (tables.size > 0) bodies.push(JSON.stringify({ tables: [...tables.values()] }));
    tables = new Map();
    size = 0;
  };
  for (const { contract, cells } of events) {
    const bytes = Buffer.byteLength(JSON.stringify(cells)) + 1;
    if (size + bytes > MAX_MESSAGE_BYTES) flush();
    let group = tables.get(contract.table);
    if (group === undefined) {
      group = { table: contract.table, columns: cellNames(contract), rows: [] };
      tables.set(contract.table, group);
      size += Buffer.byteLength(JSON.stringify({ table: group.table, columns: group.columns })) + 16;
    }
    group.rows.push(cells);
    size += bytes;
  }
  flush();
  return bodies;
}

/**
 * The events of a message body. Columns are matched by name, so that a message queued before a contract gained a column
 * still lands after.
 * @throws {MessageError}
 */
export function unpackMessage(body: string): Admitted[] {
  const parsed = messageSchema.safeParse(parseJson(body));
  if (!parsed.success) throw new MessageError('expected a message of admitted events', { cause: parsed.error });
  return parsed.data.tables.flatMap(({ table, columns, rows }) => {
    const contract = contractOf(table);
    const positions = cellNames(contract).map((name) => columns.indexOf(name));
    return rows.map((row) => ({ contract, cells: positions.map((position) => row[position] ?? null) }));
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
