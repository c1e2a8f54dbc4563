import { z } from 'zod';
import type { Members } from './access.ts';

/** The parts of Cube's meta that may go out: no name of a private cube, no SQL. Unknown fields are dropped. */
const memberSchema = z.object({
  name: z.string(),
  title: z.string(),
  shortTitle: z.string(),
  description: z.string().optional(),
  type: z.string(),
  aggType: z.string().optional(),
  format: z.unknown().optional(),
  meta: z.record(z.string(), z.unknown()).optional(),
  public: z.boolean(),
});

const cubesSchema = z.object({
  cubes: z.array(
    z.object({
      name: z.string(),
      type: z.string(),
      title: z.string(),
      description: z.string().optional(),
      meta: z.record(z.string(), z.unknown()).optional(),
      measures: z.array(memberSchema),
      dimensions: z.array(memberSchema),
      segments: z.array(memberSchema),
    }),
  ),
});

/** What one tier may ask, as `/v1/meta` gives it and as the guard uses it. */
export interface Catalogue {
  readonly json: Buffer;
  readonly members: Members;
}

/** Cube's meta for one tier, with all that is private left out. */
export function catalogueOf(meta: unknown): Catalogue {
  const cubes = cubesSchema.parse(meta).cubes.filter((cube) => cube.type === 'view');
  const members = new Map<string, string>();
  for (const cube of cubes) {
    for (const { name, type } of [...cube.measures, ...cube.dimensions, ...cube.segments]) members.set(name, type);
  }
  return { json: Buffer.from(JSON.stringify({ cubes })), members };
}
