import { PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import type { Execution } from './execution.ts';
import { hasHeader } from './operations.ts';
import { datum } from './values.ts';

/**
 * Writes a query's rows where its result is to lie, every value in quotes and a null as nothing:
 * https://docs.aws.amazon.com/athena/latest/ug/querying-finding-output-files.html. What only writes leaves no rows.
 */
export function resultFiles(s3: S3Client): (location: string, execution: Execution) => Promise<void> {
  return async (location, { statement, result: { columns, rows } }) => {
    if (!hasHeader(statement)) return;
    const [, bucket = '', key = ''] = /^s3:\/\/([^/]+)\/(.+)$/.exec(location) ?? [];
    const lines = [
      columns.map(({ name }) => quoted(name)),
      ...rows.map((row) => columns.map((column, i) => cell(row[i] ?? null, column))),
    ];
    await s3.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: lines.map((line) => `${line.join(',')}\n`).join('') }));
  };
}

function cell(value: unknown, column: Parameters<typeof datum>[1]): string {
  const { VarCharValue: text } = datum(value, column);
  return text === undefined ? '' : quoted(text);
}

function quoted(text: string): string {
  return `"${text.replaceAll('"', '""')}"`;
}
