import { beforeEach, expect, test } from 'vitest';
import { EXAMPLE_MAP } from '../../../channels/table/channel.ts';
import { channelOfDrop } from '../../../lambdas/import/channel-of-drop.ts';
import type { Store } from '../../../lambdas/shared/ports.ts';
import { memoryStore } from '../memory-store.ts';

let store: Store;
beforeEach(() => {
  store = memoryStore();
});

test('a file belongs to the channel of its folder', async () => {
  const { channel, name } = await channelOfDrop('inbox/survey/2026/answers.csv', store);
  expect([channel.name, name]).toEqual(['survey', '2026/answers.csv']);
});

test('a table belongs to the map of its folder', async () => {
  await store.put('maps/shop_reviews.yml', Buffer.from(EXAMPLE_MAP));
  const { channel, name } = await channelOfDrop('inbox/table/shop_reviews/november.csv', store);
  expect([channel.name, name]).toEqual(['table', 'november.csv']);
});

test.each([
  ['elsewhere/x.csv', /expected inbox\/<channel>\/<file>/],
  ['inbox/surveys/x.csv', /there is no channel "surveys"/],
  ['inbox/table/x.csv', /expected inbox\/table\/<map>\/<file>/],
  ['inbox/table/visits/x.csv', /no map "visits".+maps\/visits\.yml/],
])('%s is refused with what was expected', async (key, message) => {
  await expect(channelOfDrop(key, store)).rejects.toThrow(message);
});
