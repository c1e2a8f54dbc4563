import { z } from 'zod';
import type { ColumnInfo, Datum } from '@aws-sdk/client-athena';
import type { TrinoColumn } from '../trino/client.ts';

/** https://docs.aws.amazon.com/athena/latest/APIReference/API_ColumnInfo.html; the figures are what Athena shows. */
const PRECISIONS: Readonly<Record<string, number>> = {
  tinyint: 3,
  smallint: 5,
  integer: 10,
  bigint: 19,
  real: 17,
  double: 17,
  timestamp: 3,
  varchar: 2_147_483_647,
};

/** A type as Athena names it: bare, with precision and scale beside it. */
export function columnInfo({ name, type }: TrinoColumn): ColumnInfo {
  const bare = type.replace(/\([^)]*\)(?= with)/, '').replace(/\(.*$/s, '');
  const [, precision, scale] = /^decimal\((\d+), ?(\d+)\)/.exec(type) ?? [];
  return {
    CatalogName: 'hive',
    SchemaName: '',
    TableName: '',
    Name: name,
    Label: name,
    Type: bare,
    Precision: Number(precision ?? PRECISIONS[bare] ?? 0),
    Scale: Number(scale ?? 0),
    Nullable: 'UNKNOWN',
    CaseSensitive: bare === 'varchar',
  };
}

type Signature = TrinoColumn['typeSignature'];

const nested = z.object({ rawType: z.string(), arguments: z.array(z.object({ value: z.unknown() })).default([]) });
const field = z.object({ typeSignature: nested, fieldName: z.object({ name: z.string() }).nullish() });
const list = z.array(z.unknown());
const record = z.record(z.string(), z.unknown());

/** A value as Athena writes it. A null has no text. */
export function datum(value: unknown, { typeSignature }: TrinoColumn): Datum {
  return value === null ? {} : { VarCharValue: textOf(value, typeSignature) };
}

function textOf(value: unknown, signature: Signature): string {
  if (value === null) return 'null';
  const argument = (index: number) => signature.arguments[index]?.value;
  switch (signature.rawType) {
    case 'array':
      return `[${list
        .parse(value)
        .map((item) => textOf(item, nested.parse(argument(0))))
        .join(', ')}]`;
    case 'map':
      return `{${Object.entries(record.parse(value))
        .map(([key, item]) => `${key}=${textOf(item, nested.parse(argument(1)))}`)
        .join(', ')}}`;
    case 'row':
      return `{${list
        .parse(value)
        .map((item, index) => {
          const { fieldName, typeSignature } = field.parse(argument(index));
          return `${fieldName?.name ?? `field${index}`}=${textOf(item, typeSignature)}`;
        })
        .join(', ')}}`;
    case 'varbinary':
      return Buffer.from(String(value), 'base64')
        .toString('hex')
        .replace(/..(?=.)/g, '$& ');
    default:
      return String(value);
  }
}
