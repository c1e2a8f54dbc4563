import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readRows, runAll } from '../../warehouse/engines/duckdb/connection.ts';
import { selectMatching } from '../../warehouse/engines/duckdb/lookup.ts';
import { literal } from '../../warehouse/sql-text.ts';

let instance: DuckDBInstance;
let connection: DuckDBConnection;
beforeAll(async () => {
  instance = await DuckDBInstance.create(':memory:');
  connection = await instance.connect();
});
afterAll(() => {
  connection.closeSync();
  instance.closeSync();
});

const channel = fc.constantFrom('pos', 'app', 'a');
const id = fc.oneof(
  fc.constant(null),
  fc.stringMatching(/^[ab0-2]{1,2}$/),
  fc.tuple(fc.stringMatching(/^(?:pos|app|[a-z])$/), fc.stringMatching(/^[0-3/]{0,2}$/)).map(([kind, rest]) => `${kind}/${rest}`),
);
const rows = fc.array(fc.tuple(channel, id), { maxLength: 40 });

const values = (all: readonly (readonly [string, string | null])[]) =>
  all.map(([first, second]) => `(${literal(first)}, ${second === null ? 'null' : literal(second)})`).join(', ');

const load = (name: string, all: readonly (readonly [string, string | null])[]) => [
  `create or replace table ${name} (channel varchar, id varchar)`,
  ...(all.length === 0 ? [] : [`insert into ${name} values ${values(all)}`]),
];

test.each([[['id']], [['channel', 'id']], [['id', 'channel']]])(
  'rows with values of %j are found, whatever these look like',
  async (columns) => {
    const keys = columns.join(', ');
    await fc.assert(
      fc.asyncProperty(rows, rows, async (held, asked) => {
        await runAll(connection, [...load('held', held), ...load('asked', asked)]);
        const found = await selectMatching(connection, 'select * from held', columns, `select ${keys} from asked`);
        const plain = `select * from held semi join asked using (${keys})`;
        const sorted = (sql: string) => readRows(connection, `select * from (${sql}) order by all`);
        expect(await sorted(found)).toEqual(await sorted(plain));
      }),
      { numRuns: 60 },
    );
  },
);

test('of many rows of one kind one range is read, and no kind is asked of each row', async () => {
  const numbers = `select 'pos/' || lpad(range::varchar, 6, '0') as id from range(30000)`;
  const sql = await selectMatching(connection, 'select * from held', ['id'], numbers);
  expect(sql).toContain(`"id" between 'pos/000000' and 'pos/029999'`);
  expect(sql).not.toContain('split_part');
});
