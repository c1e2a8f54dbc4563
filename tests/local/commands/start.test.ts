import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { SHOWN } from '../../../local/shown.ts';

const MODEL = join(import.meta.dirname, '../../../cube/model');
const DASHBOARD = join(import.meta.dirname, '../../../dashboard/src');

const filesOf = (folder: string) =>
  readdirSync(join(MODEL, folder)).map((file): unknown => parse(readFileSync(join(MODEL, folder, file), 'utf8')));

const views = z.object({
  views: z.array(z.object({ name: z.string(), cubes: z.array(z.object({ join_path: z.string() })) })),
});
const cubes = z.object({
  cubes: z.array(z.object({ name: z.string(), sql_table: z.string().optional(), extends: z.string().optional() })),
});

function namedByPages(): string[] {
  const files = readdirSync(DASHBOARD, { recursive: true, encoding: 'utf8' });
  const sources = files.filter((file) => /\.tsx?$/.test(file) && !file.startsWith('i18n')); // words name more than pages ask
  const code = sources.map((file) => readFileSync(join(DASHBOARD, file), 'utf8')).join('\n');
  const suffixes = filesOf('views').flatMap((file) => views.parse(file).views.map(({ name }) => name.split('_').at(-1) ?? ''));
  return [...new Set(suffixes)].filter((suffix) => new RegExp(`_${suffix}\\b`).test(code));
}

/** Views of the tiers with pages that a page asks: those whose name ends so somewhere in the dashboard's code. */
const ON_PAGES = new RegExp(`^(?!analyst_).*_(${namedByPages().join('|')})$`);

test('what is built first is all that pages read', () => {
  const known = filesOf('cubes').flatMap((file) => cubes.parse(file).cubes);
  const tableOf = (name: string): string | undefined => {
    const cube = known.find((one) => one.name === name);
    return cube?.sql_table ?? (cube?.extends === undefined ? undefined : tableOf(cube.extends));
  };
  const shown = filesOf('views')
    .flatMap((file) => views.parse(file).views)
    .filter(({ name }) => ON_PAGES.test(name))
    .flatMap((view) => view.cubes.flatMap(({ join_path }) => join_path.split('.')))
    .map(tableOf);
  expect(shown.length).toBeGreaterThan(5);
  expect(new Set(shown.map((table) => `+${table}`))).toEqual(new Set(SHOWN));
});
