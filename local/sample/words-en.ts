import type { Phrases } from './topics.ts';

/** The same for those who write English. */
export const ENGLISH: Phrases = {
  ordering_good: 'ordering with the QR code was easy|the staff explained the menu in English|the menu has clear pictures',
  ordering_bad:
    'the QR menu would not load|half of the menu was sold out|my note about the allergy was ignored|it took ages to get someone to take the order',
  waiting_good: 'we were seated right away|the queue moved fast|they gave us snacks while we waited',
  waiting_bad:
    'the queue was a mess|nowhere to sit while waiting|food took forever to come out|people who came later got in first',
  waited_long: 'we waited {n} minutes for a table|stood outside for {n} minutes',
  slow_food: 'the kitchen was so slow at lunch|our food took more than half an hour|had to ask three times where the food was',
  taste_good: 'the {dish} was delicious|really loved the {dish}|tasty home-style food|the {dish} tasted fresh and not greasy',
  taste_bad:
    'the {dish} was far too salty|the {dish} was greasy|the {dish} tasted different from last time|food was bland this time',
  dish_changed:
    'the {dish} used to be good, what happened|they changed the recipe of the {dish} and ruined it|the {dish} tastes odd now',
  portion_good: 'generous portions|good value for money',
  portion_bad: 'portions are getting smaller|a bit pricey for what you get',
  fresh_bad: 'the vegetables were not fresh|the food came lukewarm|found a hair in the soup',
  service_good: 'the staff were lovely|very friendly service|they were great with our kids',
  service_bad: 'nobody came when we called|the waiter was rude|they cleared plates before we finished',
  place_good: 'clean and quiet place|nice cosy interior',
  place_bad: 'way too noisy|the table was sticky|the tables are too close together',
  paying_good: 'paying by phone took seconds|no hidden charges',
  paying_bad: 'my coupon did not work|we were charged for a dish we did not have|could not pay with a foreign card',
  app_good: 'ordering was simple|nice discount',
  app_bad: 'the delivery fee is too high|could not change the address after ordering',
  on_time: 'arrived on time and still hot|fast delivery',
  late: 'arrived {n} minutes late and cold|{n} minutes late and nobody told me',
  late_word: 'delivery was slow|it came late',
  rider_good: 'the rider was very polite|the rider called ahead',
  rider_bad: 'the rider left it downstairs|the rider could not find the building',
  packing_good: 'well packed, nothing spilled|neat packaging',
  packing_bad: 'the soup had spilled everywhere|no chopsticks in the bag|the box was crushed',
  missing_bad: 'one dish was missing|they sent the wrong dish',
  warm_bad: 'the food was stone cold|the noodles were soggy',
};

/** What is said against a competitor. */
export const ENGLISH_RIVALS = {
  better: ['better than {rival}', 'beats {rival} any day'],
  worse: ['{rival} does this better', 'next time I will go to {rival}'],
} as const;

export const ENGLISH_FRAME = {
  opening_good: ['', '', '', 'Great, '],
  opening_dine_in: ['Second visit, ', 'Came with friends, '],
  opening_delivery: ['Ordered a few times now, '],
  opening_bad: ['', '', '', 'Honestly, ', 'Disappointed: '],
  opening_mixed: ['', '', 'Overall okay, '],
  closing_good: ['', '', '', 'Recommended'],
  closing_dine_in: ['Will come back'],
  closing_delivery: ['Will order again'],
  closing_bad: ['', '', '', 'Please do better', 'Will not order again'],
  closing_mixed: ['', '', 'Room to improve'],
  but: [', but ', ' though ', ', however '],
  and: [', ', ' and '],
  stop_good: ['.', '!', ''],
  stop_bad: ['.', '.', '!', ''],
  stop_mixed: ['.', ''],
  contact: ['Please call me on {phone}', 'You can reach me at {email}'],
} as const;
