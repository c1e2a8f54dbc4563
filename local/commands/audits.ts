import { type Failures, readFailures } from '../../warehouse/failures.ts';
import { openExisting } from '../installation.ts';
import { formatCount, formatTable } from '../progress.ts';

/** What the last builds' rows broke, newest build first. */
export async function failedAudits(dataDir: string, model?: string): Promise<Failures[]> {
  const { dataDir: folder } = await openExisting(dataDir);
  const all = await readFailures(folder);
  return all
    .map((build) => ({ ...build, audits: build.audits.filter((one) => model === undefined || one.model === model) }))
    .filter(({ audits }) => audits.length > 0);
}

export function formatFailures(builds: readonly Failures[]): string {
  if (builds.length === 0) return 'no audit failed in the last builds';
  return builds
    .map(({ build, created_at: madeAt, is_published: isPublished, audits }) =>
      [
        `${build}  ${madeAt}  ${isPublished ? 'published' : 'not published'}`,
        ...audits.map(({ model, audit, severity, failing, rows }) => {
          const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
          const shown = rows.length < failing ? `, the first ${formatCount(rows.length)}` : '';
          const lines = rows.map((row) => columns.map((column) => textOf(row[column])));
          return `\n${model}: ${audit} (${severity}): ${formatCount(failing)} rows${shown}\n${formatTable(columns, lines)}`;
        }),
      ].join('\n'),
    )
    .join('\n\n');
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value ?? null);
}
