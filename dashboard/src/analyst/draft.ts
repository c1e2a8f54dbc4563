import { isRecord, textOrNull } from '../api/http.ts';
import type { Catalogue } from '../api/meta.ts';
import { PERIODS, type Period, spanEnding } from '../period/period.ts';

export const OPERATORS = ['equals', 'notEquals', 'contains', 'gte', 'lte', 'set', 'notSet'] as const;
export const GRAINS = ['none', 'day', 'week', 'month'] as const;

type Operator = (typeof OPERATORS)[number];
type Grain = (typeof GRAINS)[number];

export interface Condition {
  readonly member: string;
  readonly operator: Operator;
  readonly values: readonly string[];
}

/** A question being put together. Members are written `view.member`, all of one view. */
export interface Draft {
  readonly view: string;
  readonly measures: readonly string[];
  readonly dimensions: readonly string[];
  readonly conditions: readonly Condition[];
  /** Days back from the latest date; null for all time. */
  readonly days: Period | null;
  readonly grain: Grain;
  readonly order: { readonly member: string; readonly way: 'asc' | 'desc' } | null;
}

/** Most rows that are asked for. */
const ROW_LIMIT = 1000;

function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}

function conditionFrom(value: unknown): Condition[] {
  if (!isRecord(value)) return [];
  const member = textOrNull(value['member']);
  const operator = OPERATORS.find((known) => known === value['operator']);
  return member === null || operator === undefined ? [] : [{ member, operator, values: texts(value['values']) }];
}

/** A draft read from an address; null when there is none in it. Whatever it does not understand is left out. */
export function draftFrom(json: string | null): Draft | null {
  if (json === null) return null;
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    return null;
  }
  const view = isRecord(value) ? textOrNull(value['view']) : null;
  if (!isRecord(value) || view === null) return null;
  const order = isRecord(value['order']) ? textOrNull(value['order']['member']) : null;
  const way = isRecord(value['order']) && value['order']['way'] === 'asc' ? 'asc' : 'desc';
  return {
    view,
    measures: texts(value['measures']),
    dimensions: texts(value['dimensions']),
    conditions: Array.isArray(value['conditions']) ? value['conditions'].flatMap(conditionFrom) : [],
    days: PERIODS.find((period) => period === (isRecord(value) && value['days'])) ?? null,
    grain: GRAINS.find((grain) => grain === (isRecord(value) && value['grain'])) ?? 'none',
    order: order === null ? null : { member: order, way },
  };
}

/** What an analyst meets first: NPS of the regions. */
export function firstDraft(regionName: string): Draft {
  const full = (name: string) => `analyst_score.${name}`;
  return {
    view: 'analyst_score',
    measures: ['nps', 'nps_low', 'nps_high', 'nps_n'].map(full),
    dimensions: [full(regionName)],
    conditions: [],
    days: 28,
    grain: 'none',
    order: { member: full('nps'), way: 'desc' },
  };
}

/** Puts a member in or takes it out. A member of another view starts afresh there. */
export function toggled(draft: Draft, member: string, kind: 'measure' | 'dimension'): Draft {
  const view = member.split('.')[0] ?? '';
  const base = view === draft.view ? draft : { ...draft, view, measures: [], dimensions: [], conditions: [], order: null };
  const key = kind === 'measure' ? 'measures' : 'dimensions';
  const has = base[key].includes(member);
  return {
    ...base,
    [key]: has ? base[key].filter((other) => other !== member) : [...base[key], member],
    order: has && base.order?.member === member ? null : base.order,
  };
}

/** Whether the view's rows have a day: those of BEST, of changes and of customers stand for a period of their own. */
export function isByDay(view: string, catalogue: Catalogue): boolean {
  return catalogue.members.has(`${view}.business_date`);
}

/** The draft as its view can answer it: no days are asked of a view that has none. */
export function answerable(draft: Draft, catalogue: Catalogue): Draft {
  return isByDay(draft.view, catalogue) ? draft : { ...draft, days: null, grain: 'none' };
}

/** The question as Cube's REST API takes it, its days counted back from the latest date. */
export function toCubeQuery(draft: Draft, lastDay: string) {
  const span = draft.days === null ? null : spanEnding(lastDay, draft.days);
  const isTimed = span !== null || draft.grain !== 'none';
  return {
    measures: draft.measures,
    dimensions: draft.dimensions,
    ...(isTimed && {
      timeDimensions: [
        {
          dimension: `${draft.view}.business_date`,
          ...(draft.grain !== 'none' && { granularity: draft.grain }),
          ...(span && { dateRange: [span.from, span.to] }),
        },
      ],
    }),
    ...(draft.conditions.length > 0 && {
      filters: draft.conditions.map(({ member, operator, values }) => ({
        member,
        operator,
        ...(values.length > 0 && { values }),
      })),
    }),
    ...(draft.order && { order: { [draft.order.member]: draft.order.way } }),
    limit: ROW_LIMIT,
  };
}
