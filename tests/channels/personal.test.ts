import { expect, test } from 'vitest';
import { channelNames } from '../../channels/load.ts';
import { readFixtures, sendThrough } from './door.ts';

/** What persons in the fixtures are made of. The networks are those that RFC 5737 keeps for documentation. */
const PERSONAL =
  /@example\.com|1380000\d{4}|\+1613555\d{4}|Invented Person|Example Street|\b(?:192\.0\.2|198\.51\.100|203\.0\.113)\.\d/;

test.each(await channelNames())('nothing that tells who a person is gets through channel %s', async (name) => {
  const send = await sendThrough(name);
  for (const { record } of readFixtures(name, 'pass')) expect(JSON.stringify(send(record).rows)).not.toMatch(PERSONAL);
});
