import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { readModel } from '../../cube/model.ts';

const MODEL = new URL('../../cube/model/', import.meta.url);
const read = (folder: string): unknown[] =>
  readdirSync(new URL(`${folder}/`, MODEL)).map((name) => parse(readFileSync(new URL(`${folder}/${name}`, MODEL), 'utf8')));

const policies = z.array(
  z.strictObject({
    group: z.enum(['frontline', 'manager', 'executive', 'analyst']),
    member_level: z.strictObject({ includes: z.literal('*') }).optional(),
    row_level: z.union([
      z.strictObject({ allow_all: z.literal(true) }),
      z.strictObject({
        filters: z.array(
          z.strictObject({ member: z.string(), operator: z.literal('equals'), values: z.array(z.string()).min(1) }),
        ),
      }),
    ]),
  }),
);
const view = z.object({
  name: z.string(),
  cubes: z.array(z.object({ includes: z.array(z.string()).min(1) })).min(1),
  access_policy: policies.min(1),
});
const cube = z.object({
  name: z.string(),
  public: z.literal(false),
  extends: z.string().optional(),
  access_policy: policies.optional(),
});

const views = z
  .array(z.object({ views: z.array(view) }))
  .parse(read('views'))
  .flatMap((file) => file.views);
const cubes = z
  .array(z.object({ cubes: z.array(cube) }))
  .parse(read('cubes'))
  .flatMap((file) => file.cubes);

/** Which rows each tier of a policy list sees: `all`, or the filtered member and the claim it must equal. */
const scope = (list: z.infer<typeof policies> = []) =>
  Object.fromEntries(
    list.map(({ group, row_level: rows }) => [
      group,
      'filters' in rows ? rows.filters.map(({ member, values }) => `${member} = ${values.join(' or ')}`).join() : 'all',
    ]),
  );

const OWN = {
  frontline: 'org_unit_id = { securityContext.unit }',
  manager: 'region_id = { securityContext.region }',
  executive: 'all',
  analyst: 'all',
};
const TARGET = {
  frontline: 'org_unit_id = { securityContext.unit } or { securityContext.region }',
  manager: 'all',
  executive: 'all',
};
const BY_REGION = { manager: OWN.manager, executive: 'all', analyst: 'all' };
const REFERENCE = { frontline: 'region_id = { securityContext.region }', manager: 'all' };

/** Cubes without a place: nobody else has a view on them. */
const OF_ANALYSTS = ['dq_channel_daily', 'contact_segment', 'contact'];

describe('the model', () => {
  it('has for every view the policy of its one audience, and lists its members', () => {
    for (const { name, access_policy: list } of views) {
      const [audience] = name.split('_');
      const expected = Object.entries(OWN).filter(([tier]) => tier === audience);
      if (name === 'reference_target') expect(scope(list)).toEqual(TARGET);
      else if (audience === 'reference') expect(scope(list), name).toEqual({ ...REFERENCE, executive: 'all' });
      else expect(scope(list), name).toEqual(Object.fromEntries(expected));
    }
    expect(views).not.toHaveLength(0);
  });

  it('filters the rows of every cube too, under the views', () => {
    for (const { name, extends: parent, access_policy: list } of cubes) {
      if (name === 'fact') expect(scope(list)).toEqual(OWN);
      else if (name === 'target') expect([parent, scope(list)]).toEqual([undefined, TARGET]);
      else if (name === 'score_reference') expect([parent, scope(list)]).toEqual(['score_daily', REFERENCE]);
      else if (name === 'score_segment_daily') expect([parent, list]).toEqual(['score_daily', undefined]);
      else if (name === 'score_change' || name === 'best') expect([parent, scope(list)]).toEqual([undefined, BY_REGION]);
      else if (OF_ANALYSTS.includes(name)) expect([parent, scope(list)]).toEqual([undefined, { analyst: 'all' }]);
      else expect([name, parent, list]).toEqual([name, 'fact', undefined]);
    }
  });

  it('takes the minimum n from the configuration', async () => {
    const files = await readModel(MODEL.pathname, 25).dataSchemaFiles();
    const text = files.map((file) => file.content).join('');
    expect(text).toContain('>= 25 then');
    expect(text).toContain('minimum_n: 25\n');
    expect(text).not.toContain(':minimum_n');
  });

  it.each([0, 1.5, -1, Number.NaN])('does not start with a minimum n of %d', (minimum) => {
    expect(() => readModel(MODEL.pathname, minimum)).toThrow(/whole number/);
  });
});
