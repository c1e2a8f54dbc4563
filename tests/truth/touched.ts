import type { Truth } from '../../local/sample/truth.ts';

/** A row of score_change about a store. */
export interface Looked {
  readonly metric: string;
  readonly focus: string;
  readonly region: string;
  /** Days that were compared, the earlier side's first to the later side's last. */
  readonly from: string;
  readonly to: string;
}

const MEALS = new Set(['dine_in_meal', 'dine_in/eat', 'delivery_meal', 'delivery/eat']);
const HANDED_OVER = new Set(['delivery_arrival', 'delivery/receive']);

/**
 * Whether something planted came in between that makes this score of a store fall, other than the slow store's own: the dish is on every
 * menu, the packaging fault at every door of its region. NPS is of the whole visit, so a dish moves it wherever it is asked. Ease,
 * rates, paths and minutes are nobody's but the slow store's.
 */
export function isTouched({ dish, packaging }: Truth, { metric, focus, region, from, to }: Looked): boolean {
  const began = (since: string) => from < since && since <= to;
  const isAll = focus === 'all';
  const isDelivery = focus.startsWith('delivery');
  const byDish = metric === 'nps' || (metric === 'csat' && (isAll || MEALS.has(focus)));
  const byPackaging =
    region === packaging.region &&
    ((metric === 'nps' && (isAll || isDelivery)) || (metric === 'csat' && (isAll || HANDED_OVER.has(focus))));
  return (byDish && began(dish.since)) || (byPackaging && began(packaging.since));
}
