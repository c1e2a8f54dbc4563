import { z } from 'zod';
import { type Fault, readYaml } from '../../channels/kit/yaml-lines.ts';
import { isZone } from '../../channels/kit/zone-name.ts';
import { CONTRACTS } from '../../contracts/catalogue.ts';
import { RULES_KEY } from '../../contracts/lake.ts';
import { ATTRIBUTES } from './contact-details.ts';
import type { Store } from './ports.ts';
import { nearest } from '../../contracts/nearest.ts';

const UNITS = { m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** `30m`, `2h`, `30d`; in ms. */
const duration = z
  .string()
  .regex(/^\d{1,5}[mhd]$/, 'expected a duration such as 20m, 2h or 30d')
  .transform((text) => Number(text.slice(0, -1)) * UNITS[text.endsWith('m') ? 'm' : text.endsWith('h') ? 'h' : 'd']);

const scalar = z.union([z.string(), z.number(), z.boolean()]);

/** What a field must be: a value, one of several, or within bounds. `contact.…` is an attribute of the customer. */
const conditionsSchema = z.record(
  z.string(),
  z.union([scalar, z.array(scalar).min(1), z.strictObject({ min: z.number().optional(), max: z.number().optional() })]),
);
export type Conditions = z.output<typeof conditionsSchema>;

const time = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, 'expected a time such as "21:30", in quotes');

const quietSchema = z.strictObject({
  from: time,
  to: time,
  zone: z.string().refine(isZone, 'expected a time zone such as Asia/Shanghai'),
  /** Instead of sending within them: `wait` until they are over, or `skip`. */
  instead: z.enum(['wait', 'skip']).default('wait'),
});
export type QuietHours = z.output<typeof quietSchema>;

/** Ways a survey is sent; each needs one contact detail. */
const VIA = ['sms', 'email', 'wechat'] as const;
export type Via = (typeof VIA)[number];

const limitSchema = z.strictObject({
  name: z.string().min(1),
  at_most: z.int().min(0),
  within: duration,
  /** Only for customers, or after events, of which this is true. */
  when: conditionsSchema.default({}),
});

const ruleSchema = z.strictObject({
  name: z.string().regex(/^[a-z][a-z0-9_]{0,49}$/, 'expected a short name such as dine_in: small letters, digits, underscores'),
  survey: z.string().min(1).max(200),
  /** The event after which is asked. */
  on: z.strictObject({ table: z.string(), touchpoint: z.string().optional() }),
  segment: conditionsSchema.default({}),
  share: z.number().min(0).max(1).default(1),
  delay: duration.default(0),
  via: z.array(z.enum(VIA)).min(1),
  /** `given`: only who has agreed. `not_refused`: everybody but who has refused. */
  consent: z.enum(['given', 'not_refused']).default('not_refused'),
  quiet: quietSchema.optional(),
  /** Names of limits that this survey does not mind. It still counts for others. */
  exempt_from: z.array(z.string()).default([]),
  /** An event that reaches us later than this after it happened is not asked about. */
  too_late_after: duration.default(2 * UNITS.d),
});
export type ListeningRule = z.output<typeof ruleSchema>;

const rulesSchema = z.strictObject({
  /** Where invites go: an address that takes our signed calls and sends messages. */
  sender: z.url(),
  /** Of the business: the day on which an invite counts. */
  zone: z.string().refine(isZone, 'expected a time zone such as Asia/Shanghai'),
  /** How often one customer may be asked, over all surveys, in any stretch of time of that length. */
  limits: z.array(limitSchema).default([]),
  rules: z.array(ruleSchema).min(1),
});

/** The listening rules of an installation. Of the rules for one event the first whose segment fits decides. */
export type ListeningRules = z.output<typeof rulesSchema>;

/** Tables whose events may trigger a survey: those of a customer at a touchpoint. */
const TRIGGERS = CONTRACTS.filter(
  ({ columns }) => 'phone_key' in columns && 'touchpoint' in columns && !('survey_id' in columns),
).map(({ table }) => table);

/**
 * Reads the rules of a file.
 * @throws {UsageError} naming each line that is wrong and what was expected there.
 */
export function parseRules(text: string, file: string): ListeningRules {
  const { value, refuse } = readYaml(text, file);
  const parsed = rulesSchema.safeParse(value);
  if (!parsed.success) return refuse(parsed.error.issues);
  const { rules, limits } = parsed.data;
  const faultsOfRules = rules.flatMap((rule, i) => {
    const at = (...path: PropertyKey[]) => ['rules', i, ...path];
    const unknownLimits = rule.exempt_from.filter((name) => !limits.some((limit) => limit.name === name));
    return [
      ...(TRIGGERS.includes(rule.on.table)
        ? []
        : [
            {
              path: at('on', 'table'),
              message: `no survey can follow "${rule.on.table}"${hint(rule.on.table, TRIGGERS)}. Events: ${TRIGGERS.join(', ')}`,
            },
          ]),
      ...faultsOfFields(rule.segment, [rule.on.table], at('segment')),
      ...unknownLimits.map((name) => ({ path: at('exempt_from'), message: `there is no limit "${name}"` })),
      ...(rules.findIndex(({ name }) => name === rule.name) === i
        ? []
        : [{ path: at('name'), message: `there is another rule "${rule.name}"` }]),
    ];
  });
  const tables = [...new Set(rules.map(({ on }) => on.table))];
  const faults = [...limits.flatMap(({ when }, i) => faultsOfFields(when, tables, ['limits', i, 'when'])), ...faultsOfRules];
  return faults.length > 0 ? refuse(faults) : parsed.data;
}

/** A field that is mistyped would be true of nobody: a rule would ask none, and a limit would hold for none. */
function faultsOfFields(conditions: Conditions, tables: readonly string[], path: readonly PropertyKey[]): Fault[] {
  const known = CONTRACTS.filter(({ table }) => tables.includes(table));
  if (known.length === 0) return []; // the table is the fault, and told
  return Object.keys(conditions).flatMap((field) => {
    const attribute = field.startsWith('contact.') ? field.slice('contact.'.length) : null;
    if (attribute === null ? known.some(({ columns }) => field in columns) : ATTRIBUTES.includes(attribute)) return [];
    const message =
      attribute === null
        ? `${tables.join(', ')} has no field "${field}", and an attribute is contact.…`
        : `a customer has no attribute "${attribute}"${hint(attribute, ATTRIBUTES)}. Attributes: ${ATTRIBUTES.join(', ')}`;
    return [{ path: [...path, field], message }];
  });
}

function hint(name: string, known: readonly string[]): string {
  const near = nearest(name, known);
  return near === undefined ? '' : `; did you mean "${near}"?`;
}

/** Tables of the events that may trigger a survey. */
export const tablesOf = ({ rules }: ListeningRules): ReadonlySet<string> => new Set(rules.map(({ on }) => on.table));

/**
 * The rules that lie in the lake; null where nobody is to be asked.
 * @throws {UsageError} naming the line that is wrong.
 */
export async function keptRules(store: Store): Promise<ListeningRules | null> {
  const bytes = await store.get(RULES_KEY);
  return bytes === null ? null : parseRules(Buffer.from(bytes).toString('utf8'), RULES_KEY);
}
