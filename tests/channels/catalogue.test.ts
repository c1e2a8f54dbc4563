import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { catalogue } from '../../channels/catalogue.ts';

test('docs/channels.md is what `npm run docs:channels` writes', async () => {
  expect(readFileSync(new URL('../../docs/channels.md', import.meta.url), 'utf8')).toBe(await catalogue());
});
