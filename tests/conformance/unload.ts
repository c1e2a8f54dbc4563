import { randomUUID } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { athenaQueries } from '../../warehouse/engines/athena/queries.ts';
import type { ModelEntry } from '../../warehouse/manifest.ts';
import type { Installation } from '../rig/installation.ts';

/** Fetches a published model's rows from Athena, as people would see them, as Parquet files. */
export async function unloadModel(
  { athena, bucket, database, store }: Installation,
  model: string,
  { columns }: ModelEntry,
  folder: string,
): Promise<string[]> {
  const queries = athenaQueries({ client: athena, workgroup: 'primary', database });
  const prefix = `unloaded/${randomUUID()}/`;
  // UNLOAD writes times to the millisecond, which is all that the lake keeps.
  const list = columns.map(({ name, type }) =>
    type === 'timestamp(6)' ? `cast("${name}" as timestamp(3)) as "${name}"` : `"${name}"`,
  );
  await queries.run(`unload (select ${list.join(', ')} from ${model}) to 's3://${bucket}/${prefix}' with (format = 'PARQUET')`);
  const files: string[] = [];
  await mkdir(folder, { recursive: true });
  for await (const key of store.list(prefix)) {
    const file = join(folder, `${randomUUID()}.parquet`);
    await writeFile(file, (await store.get(key)) ?? '');
    files.push(file);
  }
  return files;
}
