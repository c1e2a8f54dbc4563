import type { z } from 'zod';

/** The fields of a value that its schema does not name, by path, such as `customer.nickname` or `answers[0].hint`. */
export function unknownFields(schema: z.core.$ZodType, value: unknown, path = ''): (readonly [path: string, value: unknown])[] {
  const { def } = (schema as z.core.$ZodTypes)._zod;
  if (typeof value !== 'object' || value === null) return [];
  switch (def.type) {
    case 'optional':
    case 'nullable':
    case 'default':
      return unknownFields(def.innerType, value, path);
    case 'pipe':
      return unknownFields(def.in, value, path);
    case 'array':
      return Array.isArray(value) ? value.flatMap((item, i) => unknownFields(def.element, item, `${path}[${i}]`)) : [];
    case 'object':
      if (def.catchall !== undefined) return [];
      return Object.entries(value).flatMap(([key, field]) => {
        const name = path === '' ? key : `${path}.${key}`;
        const known = Object.hasOwn(def.shape, key) ? def.shape[key] : undefined;
        return known === undefined ? [[name, field] as const] : unknownFields(known, field, name);
      });
    default:
      return [];
  }
}
