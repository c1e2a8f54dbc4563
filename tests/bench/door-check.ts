/** The check of an event's cells at the door: the fast check with the schema behind it, against the schema alone. Decision 4. */
import { surveyResponse } from '../../contracts/events/survey-response.ts';
import { CONTRACTS } from '../../contracts/catalogue.ts';
import { channel } from '../../channels/survey/channel.ts';
import { sampleDay } from '../../local/sample/day.ts';
import { isQuick, printTable, spread } from './figures.ts';

const ROUNDS = isQuick ? 3 : 15;
const columns = Object.entries(surveyResponse.columns);

const day = sampleDay({ seed: 7, days: 30, endDate: '2026-11-20', scale: isQuick ? 0.2 : 1, day: 20 });
const values = [...day.survey].flatMap((record) => {
  const type = channel.recordTypeOf?.(record);
  const parsed = type?.schema.safeParse(record);
  if (type === undefined || parsed?.success !== true) throw new Error('a sample record does not fit its channel');
  const drafts = type.toEvents(parsed.data, { receivedAt: '2026-11-20T18:00:00.000Z' });
  return drafts.filter((draft) => draft.contract === surveyResponse).map((draft) => draft.values);
});

/** Microseconds of CPU an event. */
function measure(isRight: (column: (typeof columns)[number][1], value: unknown) => boolean): number {
  const before = process.cpuUsage();
  for (const event of values)
    for (const [name, column] of columns)
      if (!isRight(column, event[name])) throw new Error(`${name} of a sample event is refused`);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / values.length;
}

const [fast, schema]: [number[], number[]] = [[], []];
for (let round = -2; round < ROUNDS; round++) {
  const withFast = measure(({ accepts, schema }, value) => accepts(value) || schema.safeParse(value).success);
  const alone = measure((column, value) => column.schema.safeParse(value).success);
  if (round < 0) continue; // to warm up
  fast.push(withFast);
  schema.push(alone);
}
console.log(
  `${values.length.toLocaleString('en')} survey responses of one sample day, ${columns.length} columns each; ${CONTRACTS.length} contracts have both checks.\n`,
);
printTable(
  ['CPU an event', 'median (least–most, rounds)'],
  [
    ['fast check, schema where it refuses', spread(fast, 'µs', 2)],
    ['schema alone', spread(schema, 'µs', 2)],
  ],
);
