import { z } from 'zod';

/** Whatever stands in a field that we have no column for. */
const anything = z.unknown().optional();

/**
 * Fields that a vendor documents and we do not keep, most of them personal: names, addresses, networks. They are named, since a
 * field that a schema does not name is kept in `extra`.
 */
export function unkept<const Name extends string>(...names: readonly Name[]): Record<Name, typeof anything> {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- fromEntries forgets the names
  return Object.fromEntries(names.map((name) => [name, anything])) as Record<Name, typeof anything>;
}

/** A vendor's id, sent as a number or as text; as text. */
export const vendorId = z.union([z.int().min(0), z.string().min(1).max(200)], 'expected an id').transform(String);

/** A text that may be missing, null or blank, all of which are null. */
export const optionalText = z
  .string()
  .max(1000)
  .nullish()
  .transform((text) => (text == null || text.trim() === '' ? null : text));
