import { describe, expect, test } from 'vitest';
import { channelNames, loadChannel } from '../../channels/load.ts';
import { fastParse } from '../../contracts/fast-parse.ts';
import { disagreement } from '../contracts/disagreement.ts';
import { readFixtures, sendThrough } from './door.ts';

const names = await channelNames();

test.each(names)('channel %s is called like its folder, cites its source and has both kinds of fixtures', async (name) => {
  const channel = await loadChannel(name);
  expect(channel.name).toBe(name);
  expect(channel.source).toMatch(/^https:\/\/|^channels\/[a-z0-9_]+\/README\.md$/);
  expect(readFixtures(name, 'pass').length).toBeGreaterThan(0);
  expect(readFixtures(name, 'fail').length).toBeGreaterThan(0);
});

describe.each(names)('channel %s', async (name) => {
  const send = await sendThrough(name);

  test.each(readFixtures(name, 'pass'))('lets $name in', ({ record }) => {
    expect(send(record).problems).toEqual([]);
  });

  test.each(readFixtures(name, 'fail'))('refuses $name at the field that is wrong', ({ record, fields }) => {
    const { rows, problems } = send(record);
    expect(rows).toEqual([]);
    expect(problems.map(({ field }) => field).toSorted()).toEqual([...fields].toSorted());
  });

  test.each(readFixtures(name, 'pass'))('lands a mutated $name whole or says why not', ({ record }) => {
    for (const mutant of mutantsOf(record, HUGE)) {
      const { rows, problems } = send(mutant);
      if (problems.length > 0) expect(rows).toEqual([]);
      for (const problem of problems) expect(problem.expected).not.toBe('');
    }
  });

  test('is checked alike by its schemas and by what is compiled of them', async () => {
    const { recordTypes } = await loadChannel(name);
    const records = [...readFixtures(name, 'pass'), ...readFixtures(name, 'fail')].map(({ record }) => record);
    for (const { schema } of recordTypes) {
      const parse = fastParse(schema);
      for (const record of records)
        for (const value of [record, ...mutantsOf(record, LONG)]) expect(disagreement(schema, parse, value)).toBeUndefined();
    }
  });
});

const HUGE = 'x'.repeat(1_000_000);
/** Longer than any length that a schema knows. */
const LONG = 'x'.repeat(25_000);

/** The record with each field in turn dropped, of another type, empty, huge, or in signs that break naive code. */
function* mutantsOf(record: Readonly<Record<string, unknown>>, long: string): Generator {
  const values = [undefined, null, 0, -1, 1.5, true, '', ' ', long, '😀'.repeat(50), '\u202Eabc', '\0', [], {}, [[]], 'NaN'];
  for (const field of Object.keys(record)) for (const value of values) yield { ...record, [field]: value };
  yield { ...record, unknown_field: '13800001234' };
  for (const value of values) yield value;
}
