import { StoryClock } from './clock.ts';
import { orgUnits, targets } from './company.ts';
import { sampleDay } from './day.ts';
import type { SampleOptions } from './options.ts';
import { joinedBy, memberRecords } from './people.ts';

/** One file as a system would drop it. */
export interface Drop {
  readonly channel: 'org' | 'members' | 'pos' | 'survey';
  /** File name without its ending; unique in the plan. */
  readonly name: string;
  /** Business day of the story that it tells of, from 0; null for what was there before. */
  readonly day: number | null;
  /** UTC instant of its arrival, after everything in it. */
  readonly receivedAt: string;
  /** Makes the records anew each time it is called. */
  readonly records: () => Iterable<object>;
}

/** 18:00 UTC is 02:00 in Shanghai, when the stores have closed and the late answers of the day are in. */
const EVENING = 'T18:00:00.000Z';

/** Every drop of the sample in the order of arrival. Cheap: nothing is made before `records()` is read. */
export function sampleDrops(options: SampleOptions): Drop[] {
  const clock = new StoryClock(options.endDate, options.days);
  const eve = `${clock.date(-1)}${EVENING}`;
  const drops: Drop[] = [
    { channel: 'org', name: 'org', day: null, receivedAt: eve, records: () => orgRecords(clock, options.days) },
    {
      channel: 'members',
      name: 'members-founding',
      day: null,
      receivedAt: eve,
      records: () => memberRecords(options, clock, 0, joinedBy(options, -1), -1),
    },
  ];
  for (let day = 0; day < options.days; day++) {
    const date = clock.date(day);
    const receivedAt = `${date}${EVENING}`;
    const records = sampleDay({ ...options, day });
    const joined = () => memberRecords(options, clock, joinedBy(options, day - 1), joinedBy(options, day), day);
    drops.push(
      { channel: 'members', name: `members-${date}`, day, receivedAt, records: joined },
      { channel: 'pos', name: `pos-${date}`, day, receivedAt, records: () => records.pos },
      { channel: 'survey', name: `survey-${date}`, day, receivedAt, records: () => records.survey },
    );
  }
  return drops;
}

function* orgRecords(clock: StoryClock, days: number): Iterable<object> {
  const updatedAt = clock.instant(-30, 12 * 3600);
  yield* orgUnits(updatedAt);
  yield* targets(clock.date(-Math.max(0, 365 - days)), updatedAt);
}
