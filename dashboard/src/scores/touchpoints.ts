import type { Words } from '../i18n/zh.ts';

/** The journeys, each stage in its order. */
export const JOURNEYS = {
  dine_in: ['dine_in_order', 'dine_in_wait', 'dine_in_meal', 'dine_in_pay'],
  delivery: ['delivery_order', 'delivery_arrival', 'delivery_meal'],
} as const;

export type Mode = keyof typeof JOURNEYS;

export const MODES: readonly Mode[] = ['dine_in', 'delivery'];

const ORDER: readonly string[] = [...JOURNEYS.dine_in, ...JOURNEYS.delivery];

/** Known stages in journey order, others after them by name. */
export function inJourneyOrder(a: string, b: string): number {
  const place = (touchpoint: string) => (ORDER.includes(touchpoint) ? ORDER.indexOf(touchpoint) : ORDER.length);
  return place(a) - place(b) || a.localeCompare(b);
}

export function modeOf(touchpoint: string): Mode | null {
  return MODES.find((mode) => touchpoint.startsWith(mode)) ?? null;
}

export function modeName(words: Words, mode: Mode): string {
  return mode === 'dine_in' ? words.dineIn : words.delivery;
}

function lookUp(names: Readonly<Record<string, string>>, id: string): string {
  return names[id] ?? id.replaceAll('_', ' ');
}

/** The stage's name beside its journey's name; `alone` names the journey too. */
export function touchpointName(words: Words, touchpoint: string, alone = false): string {
  return lookUp(alone ? words.touchpointAlone : words.touchpoint, touchpoint);
}

export function sentByName(words: Words, way: string): string {
  return lookUp(words.sentBy, way);
}
