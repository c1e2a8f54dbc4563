export const TOPICS = [
  'ordering_good',
  'ordering_bad',
  'waiting_good',
  'waiting_bad',
  'waited_long',
  'slow_food',
  'taste_good',
  'taste_bad',
  'dish_changed',
  'portion_good',
  'portion_bad',
  'fresh_bad',
  'service_good',
  'service_bad',
  'place_good',
  'place_bad',
  'paying_good',
  'paying_bad',
  'app_good',
  'app_bad',
  'on_time',
  'late',
  'late_word',
  'rider_good',
  'rider_bad',
  'packing_good',
  'packing_bad',
  'missing_bad',
  'warm_bad',
] as const;

/** What a phrase is about, and whether it is said in praise. */
export type Topic = (typeof TOPICS)[number];

/** Phrases of each topic, separated by `|`. */
export type Phrases = Readonly<Record<Topic, string>>;
