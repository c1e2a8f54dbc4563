/** The check of an event's values at the door: compiled from the schemas, against the schemas themselves. Decision 4. */
import { z } from 'zod';
import { surveyResponse } from '../../contracts/events/survey-response.ts';
import { fastCheck } from '../../contracts/fast-parse.ts';
import { channel } from '../../channels/survey/channel.ts';
import { sampleDay } from '../../local/sample/day.ts';
import { isQuick, printTable, spread } from './figures.ts';

const ROUNDS = isQuick ? 3 : 15;
const columns = Object.entries(surveyResponse.columns);
const schema = z.object(Object.fromEntries(columns.map(([name, column]) => [name, column.schema])));
const check = fastCheck(schema);

const day = sampleDay({ seed: 7, days: 30, endDate: '2026-11-20', scale: isQuick ? 0.2 : 1, stores: 120, day: 20 });
const values = [...day.survey].flatMap((record) => {
  const type = channel.recordTypeOf?.(record);
  const parsed = type?.schema.safeParse(record);
  if (type === undefined || parsed?.success !== true) throw new Error('a sample record does not fit its channel');
  const drafts = type.toEvents(parsed.data, { receivedAt: '2026-11-20T18:00:00.000Z' });
  return drafts.filter((draft) => draft.contract === surveyResponse).map((draft) => draft.values);
});

/** Microseconds of CPU an event. */
function measure(isRight: (value: unknown) => boolean): number {
  const before = process.cpuUsage();
  for (const event of values) if (!isRight(event)) throw new Error('a sample event is refused');
  const { user, system } = process.cpuUsage(before);
  return (user + system) / values.length;
}

const [fast, alone]: [number[], number[]] = [[], []];
for (let round = -2; round < ROUNDS; round++) {
  const compiled = measure(check);
  const asked = measure((value) => schema.safeParse(value).success);
  if (round < 0) continue; // to warm up
  fast.push(compiled);
  alone.push(asked);
}
console.log(`${values.length.toLocaleString('en')} survey responses of one sample day, ${columns.length} columns each.\n`);
printTable(
  ['CPU an event', 'median (least–most, rounds)'],
  [
    ['compiled', spread(fast, 'µs', 2)],
    ['zod', spread(alone, 'µs', 2)],
  ],
);
