import { expect } from 'vitest';
import type { z } from 'zod';
import { type FastParse, UNDECIDED } from '../../contracts/fast-parse.ts';

const asText = (value: unknown) => JSON.stringify(value, (_key, part: unknown) => (typeof part === 'bigint' ? `${part}n` : part));

/** What is wrong with a fast parse of a value, if anything: zod refuses it, or makes something else of it. */
export function disagreement(schema: z.ZodType, parse: FastParse, value: unknown): string | undefined {
  const output = parse(value, { hasUnknown: false });
  if (output === UNDECIDED) return undefined;
  const asked = schema.safeParse(value);
  if (!asked.success) return `took ${JSON.stringify(value)}, which zod refuses`;
  expect(output).toStrictEqual(asked.data);
  expect(asText(output)).toBe(asText(asked.data)); // fields in the same order
  return undefined;
}
