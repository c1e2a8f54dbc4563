import type { Random } from './random.ts';
import { type Phrases, type Topic, TOPICS } from './topics.ts';
import type { Touchpoint } from './touchpoints.ts';
import { CHINESE, CHINESE_FRAME, CHINESE_RIVALS } from './words-zh.ts';
import { ENGLISH, ENGLISH_FRAME, ENGLISH_RIVALS } from './words-en.ts';
import { RIVALS } from './rivals.ts';

type Mood = 'good' | 'mixed' | 'bad';

/** What a comment may speak of. */
export interface CommentScene {
  readonly touchpoint: Touchpoint;
  readonly mood: Mood;
  readonly english: boolean;
  readonly waitMinutes: number;
  readonly kitchenMinutes: number;
  readonly lateMinutes: number;
  readonly leaks: boolean;
  /** The dish below had gone bad. */
  readonly badDish: boolean;
  readonly dish: { readonly name: string; readonly nameEn: string };
  readonly phone: string;
  readonly email: string;
}

type Frame = Readonly<Record<keyof typeof CHINESE_FRAME, readonly string[]>>;

interface Language {
  readonly phrases: ReadonlyMap<Topic, readonly string[]>;
  readonly frame: Frame;
  readonly english: boolean;
}

const LANGUAGES: { readonly zh: Language; readonly en: Language } = {
  zh: { phrases: split(CHINESE), frame: CHINESE_FRAME, english: false },
  en: { phrases: split(ENGLISH), frame: ENGLISH_FRAME, english: true },
};

function split(phrases: Phrases): ReadonlyMap<Topic, readonly string[]> {
  return new Map(TOPICS.map((topic) => [topic, phrases[topic].split('|')]));
}

/** The first is what the touchpoint is about; the others come up as well. */
const PRAISE: Readonly<Record<Touchpoint, readonly Topic[]>> = {
  dine_in_order: ['ordering_good', 'ordering_good', 'service_good', 'place_good'],
  dine_in_wait: ['waiting_good', 'waiting_good', 'service_good', 'place_good'],
  dine_in_meal: ['taste_good', 'taste_good', 'portion_good', 'service_good', 'place_good'],
  dine_in_pay: ['paying_good', 'paying_good', 'service_good', 'taste_good'],
  delivery_order: ['app_good', 'app_good', 'taste_good', 'portion_good'],
  delivery_arrival: ['rider_good', 'packing_good', 'packing_good', 'taste_good'],
  delivery_meal: ['taste_good', 'taste_good', 'portion_good', 'packing_good'],
};

const BLAME: Readonly<Record<Touchpoint, readonly Topic[]>> = {
  dine_in_order: ['ordering_bad', 'ordering_bad', 'service_bad'],
  dine_in_wait: ['waiting_bad', 'waiting_bad', 'service_bad', 'place_bad'],
  dine_in_meal: ['taste_bad', 'taste_bad', 'portion_bad', 'fresh_bad', 'service_bad', 'place_bad'],
  dine_in_pay: ['paying_bad', 'paying_bad', 'portion_bad', 'service_bad'],
  delivery_order: ['app_bad', 'app_bad', 'missing_bad', 'portion_bad'],
  delivery_arrival: ['packing_bad', 'packing_bad', 'rider_bad', 'missing_bad'],
  delivery_meal: ['taste_bad', 'taste_bad', 'warm_bad', 'portion_bad', 'packing_bad'],
};

/** What nobody forgives who also has praise; then the touchpoint's own complaint is heard instead. */
const SEVERE: ReadonlySet<Topic> = new Set(['fresh_bad', 'missing_bad', 'warm_bad']);

/** Shares of comments in which people leave a way to reach them. */
const CONTACT_RATIO = { good: 0.01, mixed: 0.02, bad: 0.06 } as const;

/** Share of comments that name a competitor. */
const RIVAL_RATIO = 0.04;

/** One comment, made of phrases that fit what happened. */
export function comment(scene: CommentScene, random: Random): string {
  const { phrases, frame, english } = scene.english ? LANGUAGES.en : LANGUAGES.zh;
  const { mood } = scene;
  const say = (topic: Topic) => fill(random.pick(phrases.get(topic) ?? ['']), scene);

  const mode = scene.touchpoint.startsWith('delivery') ? 'delivery' : 'dine_in';
  const framed = (part: 'opening' | 'closing') =>
    random.pick(mood === 'good' && random.chance(0.25) ? frame[`${part}_${mode}`] : frame[`${part}_${mood}`]);
  let text = framed('opening');
  if (mood === 'mixed') {
    const bad = blame(scene, random);
    const good = praise(scene, random);
    const fair = [good, ...OTHERWISE[mode]].find((topic) => subject(topic) !== subject(bad)) ?? good;
    text += `${say(fair)}${random.pick(frame.but)}${say(bad)}`;
  } else {
    const topic = mood === 'good' ? praise : blame;
    const first = topic(scene, random);
    text += say(first);
    const second = topic(scene, random);
    if (second !== first && random.chance(0.4)) text += `${random.pick(frame.and)}${say(second)}`;
  }
  if (random.chance(RIVAL_RATIO)) text += `${random.pick(frame.and)}${compared(scene, random)}`;
  const closing = framed('closing');
  if (closing !== '') text += `${english ? '. ' : '，'}${closing}`;
  text += random.pick(frame[`stop_${mood}`]);
  if (random.chance(CONTACT_RATIO[mood])) text += ` ${fill(random.pick(frame.contact), scene)}`;
  return english ? text.charAt(0).toUpperCase() + text.slice(1) : text;
}

/** Against someone else: better where all is well, worse where it is not. */
function compared({ english, mood }: CommentScene, random: Random): string {
  const rival = random.pick(RIVALS);
  const stance = mood === 'good' || (mood === 'mixed' && random.chance(0.5)) ? 'better' : 'worse';
  const { [stance]: phrases } = english ? ENGLISH_RIVALS : CHINESE_RIVALS;
  return random.pick(phrases).replace('{rival}', english ? rival.nameEn : rival.name);
}

/** Praise for something else, where praise and blame would be of the same thing. */
const OTHERWISE = { dine_in: ['place_good', 'taste_good'], delivery: ['taste_good', 'packing_good'] } as const;

/** Waiting and having waited are one subject. */
function subject(topic: Topic): string {
  return topic.slice(0, 4);
}

function praise({ touchpoint, lateMinutes, waitMinutes, leaks, badDish }: CommentScene, random: Random): Topic {
  if (touchpoint === 'delivery_arrival' && lateMinutes === 0 && random.chance(0.55)) return 'on_time';
  const topic = random.pick(PRAISE[touchpoint]);
  if (leaks && topic === 'packing_good') return 'portion_good';
  if (badDish && topic === 'taste_good') return 'portion_good';
  return topic === 'waiting_good' && waitMinutes > 10 ? 'service_good' : topic;
}

function blame(scene: CommentScene, random: Random): Topic {
  const { touchpoint, mood, lateMinutes, waitMinutes, kitchenMinutes, leaks, badDish } = scene;
  if (leaks && random.chance(0.7)) return 'packing_bad';
  if (badDish && random.chance(0.7)) return 'dish_changed';
  if (kitchenMinutes >= 28 && random.chance(0.6)) return 'slow_food';
  if (touchpoint === 'dine_in_wait' && waitMinutes >= 15 && random.chance(0.6)) return 'waited_long';
  if (touchpoint === 'delivery_arrival' || touchpoint === 'delivery_meal') {
    const about = touchpoint === 'delivery_arrival' ? 0.75 : 0.3;
    if (lateMinutes >= 5 && random.chance(about)) return random.chance(0.8) ? 'late' : 'late_word';
  }
  const topic = random.pick(BLAME[touchpoint]);
  return mood === 'mixed' && SEVERE.has(topic) ? (BLAME[touchpoint][0] ?? topic) : topic;
}

function fill(phrase: string, scene: CommentScene): string {
  if (!phrase.includes('{')) return phrase;
  const minutes = Math.round(Math.max(scene.waitMinutes, scene.lateMinutes));
  return phrase
    .replace('{dish}', scene.english ? scene.dish.nameEn : scene.dish.name)
    .replace('{n}', String(minutes))
    .replace('{phone}', scene.phone)
    .replace('{email}', scene.email);
}
