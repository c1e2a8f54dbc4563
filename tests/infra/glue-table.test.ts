import { expect, test } from 'vitest';
import { CONTRACTS } from '../../contracts/catalogue.ts';
import { type ColumnType, id } from '../../contracts/column.ts';
import { lakeColumns } from '../../contracts/event.ts';
import { lakeRelation, landedKey } from '../../contracts/lake.ts';
import { glueType, lakeTableInput } from '../../infra/glue-table.ts';

const FIRST_DAY = '2026-01-01';

const table = (name: string) => {
  const contract = CONTRACTS.find((one) => one.table === name);
  if (contract === undefined) throw new TypeError(name);
  return lakeTableInput(contract, 'lake', FIRST_DAY);
};

test.each<[ColumnType, string]>([
  ['varchar', 'string'],
  ['timestamp', 'timestamp'],
  ['date', 'date'],
  ['decimal(18,2)', 'decimal(18,2)'],
  ['array(varchar)', 'array<string>'],
])('%s is %s in Glue', (type, expected) => {
  expect(glueType(type)).toBe(expected);
});

test.each(CONTRACTS.map((contract) => [contract.table, contract] as const))('table %s is its contract', (_, contract) => {
  const { name, storageDescriptor, partitionKeys, parameters } = lakeTableInput(contract, 'lake', FIRST_DAY);
  expect(name).toBe(lakeRelation(contract));
  expect(storageDescriptor.columns.map((column) => [column.name, column.type])).toEqual(
    Object.entries(lakeColumns(contract)).map(([column, { type }]) => [column, glueType(type)]),
  );
  expect(partitionKeys.map((key) => [key.name, key.type])).toEqual([['dt', 'string']]);
  expect(parameters['storage.location.template']).toBe(`${storageDescriptor.location}dt=\${dt}/`);
});

test('a landed file lies in the partition that the projection makes of its day', () => {
  for (const contract of CONTRACTS) {
    const folder = table(contract.table).parameters['storage.location.template'].replace('${dt}', '2026-11-05');
    expect(`s3://lake/${landedKey(contract.table, '2026-11-05', 'digest')}`).toBe(`${folder}digest.parquet`);
  }
});

test('days are projected from the first until now', () => {
  expect(table('order').parameters).toMatchObject({
    'projection.enabled': 'true',
    'projection.dt.type': 'date',
    'projection.dt.format': 'yyyy-MM-dd',
    'projection.dt.range': '2026-01-01,NOW',
    'projection.dt.interval': '1',
    'projection.dt.interval.unit': 'DAYS',
  });
});

test('no column hides the partition', () => {
  for (const contract of CONTRACTS) expect(Object.keys(lakeColumns(contract))).not.toContain('dt');
});

test('comments and descriptions are of a length that Glue takes', () => {
  for (const contract of CONTRACTS) {
    const { storageDescriptor, description } = table(contract.table);
    for (const { comment } of storageDescriptor.columns) expect(Buffer.byteLength(comment)).toBeLessThanOrEqual(255);
    expect(description.length).toBeLessThanOrEqual(2048);
  }
});

test('a long comment is cut at a whole character', () => {
  const [contract] = CONTRACTS;
  if (contract === undefined) throw new TypeError('no contract');
  const long = {
    ...contract,
    columns: { note: id('评'.repeat(200)) },
  };
  const { storageDescriptor } = lakeTableInput(long, 'lake', FIRST_DAY);
  expect(storageDescriptor.columns.at(-1)?.comment).toBe(`${'评'.repeat(84)}…`);
});
