/**
 * The same SQL and tests by hand as a process: `bare.ts DATA FILE`. A table for each model in a DuckDB file, one statement after the other.
 */
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { lakeRelation, tablePrefix } from '../../../contracts/lake.ts';
import { MACROS, SETTINGS } from '../../../warehouse/engines/duckdb/prelude.ts';
import { PEER_EVENTS } from './events.ts';
import { peerModels } from './models.ts';
import { promisesOf } from './promises.ts';

const [dataDir = '', file = '', mode = ''] = process.argv.slice(2);
const instance = await DuckDBInstance.create(':memory:', { threads: '2', preserve_insertion_order: 'false' });
const connection = await instance.connect();
const search = `set search_path = 'peer.main,memory.main'`;
for (const statement of [...SETTINGS, ...MACROS, `attach '${file}' as peer`, search]) await connection.run(statement);
for (const { table } of PEER_EVENTS) {
  const files = join(dataDir, 'lake', tablePrefix(table), '**/*.parquet');
  await connection.run(
    `create view ${lakeRelation({ table })} as select * from read_parquet('${files}', hive_types = {'dt': VARCHAR})`,
  );
}
const graph = await peerModels();
console.log('first SQL');
for (const [name, { model }] of graph) {
  const start = performance.now();
  await connection.run(`create table ${name} as ${model.sql}`);
  if (mode === 'show') console.log(`${name} ${Math.round(performance.now() - start)} ms`);
}
const start = performance.now();
for (const { model } of graph.values()) {
  for (const { name, sql } of promisesOf(model)) {
    const [[count] = []] = (await connection.runAndReadAll(`select count(*) from (${sql})`)).getRowsJson();
    if (count !== '0') throw new Error(`${model.name}: ${name}: ${String(count)} rows`);
  }
}
if (mode === 'show') console.log(`tests ${Math.round(performance.now() - start)} ms`);
await connection.run('checkpoint peer');
connection.closeSync();
instance.closeSync();
