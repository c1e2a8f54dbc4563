import type { Catalogue, Member } from '../api/meta.ts';
import { type Json, numberOrNull } from '../api/http.ts';
import type { Draft } from './draft.ts';

export type Column =
  | { readonly kind: 'text'; readonly key: string; readonly member: string }
  | { readonly kind: 'number'; readonly key: string; readonly member: string; readonly isShare: boolean }
  | { readonly kind: 'interval'; readonly key: string; readonly low: string; readonly high: string; readonly isShare: boolean };

const bare = (member: string) => member.slice(member.indexOf('.') + 1);

/** Names of the bounds that belong to a measure: `late_ratio` has `late_low` and `late_high`. */
function boundsOf(member: string): { low: string; high: string } {
  const stem = member.replace(/_ratio$/, '');
  return { low: `${stem}_low`, high: `${stem}_high` };
}

/** Shares of 0 to 1, shown in per cent: what the catalogue says, else what the names say. */
function isShare(member: string, known: Member | undefined): boolean {
  if (known?.unit) return known.unit === 'ratio';
  return /^(csat|csat_low|csat_high|.*_ratio|(late|response)_(low|high))$/.test(bare(member));
}

/** The table's columns: time, dimensions that are words, then numbers, with two bounds drawn together beside their value. */
export function columnsOf(draft: Draft, catalogue: Catalogue): Column[] {
  const isNumber = (member: string) => catalogue.members.get(member)?.type === 'number';
  const numbers = [...draft.dimensions.filter(isNumber), ...draft.measures];
  const asked = new Set(numbers);
  const share = (member: string) => isShare(member, catalogue.members.get(member));
  const paired = new Set(
    numbers.flatMap((member) => {
      const { low, high } = boundsOf(member);
      return asked.has(low) && asked.has(high) ? [low, high] : [];
    }),
  );
  const time = `${draft.view}.business_date.${draft.grain}`;
  return [
    ...(draft.grain === 'none' ? [] : [{ kind: 'text', key: time, member: `${draft.view}.business_date` } as const]),
    ...draft.dimensions.filter((member) => !isNumber(member)).map((member) => ({ kind: 'text', key: member, member }) as const),
    ...numbers
      .filter((member) => !paired.has(member))
      .flatMap((member): Column[] => {
        const { low, high } = boundsOf(member);
        const value: Column = { kind: 'number', key: member, member, isShare: share(member) };
        return paired.has(low) ? [value, { kind: 'interval', key: `${member} 95%`, low, high, isShare: share(member) }] : [value];
      }),
  ];
}

/** What a row's bar or whisker is drawn of: the first measure, else the first number that has an interval. */
export function drawnOf(columns: readonly Column[], measures: readonly string[]) {
  const numbers = columns.filter((column) => column.kind === 'number');
  const intervalOf = (member: string) => columns.find((column) => column.kind === 'interval' && column.key === `${member} 95%`);
  const value =
    numbers.find((column) => measures.includes(column.member)) ??
    numbers.find((column) => intervalOf(column.member) !== undefined);
  if (value === undefined) return null;
  const interval = intervalOf(value.member);
  const scale = value.isShare ? 100 : 1;
  const at = (row: Json, member: string) => {
    const number = numberOrNull(row[member]);
    return number === null ? null : scale * number;
  };
  return {
    value: (row: Json) => at(row, value.member),
    interval: (row: Json) => {
      if (interval?.kind !== 'interval') return null;
      const low = at(row, interval.low);
      const high = at(row, interval.high);
      return low === null || high === null ? null : { low, high };
    },
  };
}
