import type { z } from 'zod';

/** That a value is of another type than was asked, in the words of JSON; `nothing` where there is none. */
export interface Mistype {
  readonly asked: string;
  readonly found: string;
}

/** zod's names of what JSON has no name for. */
const JSON_NAMES: Readonly<Record<string, string>> = { int: 'number', nan: 'number', record: 'object', undefined: 'nothing' };

/**
 * Whether what is wrong is the type, and not the value. Told by what zod found and not by its message, which a schema may word itself.
 * @param root what the issue's path starts from
 */
export function mistypeOf(issue: z.core.$ZodIssue, root: unknown): Mistype | undefined {
  const found = typeOf(issue.path.reduce<unknown>(memberOf, root));
  const asked = askedBy(issue);
  return asked === null || asked.has(found) ? undefined : { asked: [...asked].sort().join(' or '), found };
}

/** The type of a value in the words of JSON; `nothing` of what is not there. */
export function typeOf(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}

function memberOf(value: unknown, key: PropertyKey): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
}

/** The types that would have done, or null when the type was not what was wrong. */
function askedBy(issue: z.core.$ZodIssue): ReadonlySet<string> | null {
  if (issue.code === 'invalid_type') return new Set([JSON_NAMES[issue.expected] ?? issue.expected]);
  if (issue.code === 'invalid_value') return new Set(issue.values.map(typeOf));
  if (issue.code !== 'invalid_union') return null;
  const branches = issue.errors.map((issues) => issues.find(({ path }) => path.length === 0));
  const asked = branches.map((first) => (first === undefined ? null : askedBy(first)));
  return asked.length === 0 || asked.includes(null) ? null : new Set(asked.flatMap((types) => [...(types ?? [])]));
}
