import { StoryClock } from './clock.ts';
import { orgUnits, targets } from './company.ts';
import { sampleDay } from './day.ts';
import type { SampleOptions } from './options.ts';
import { joinedBy, lapsedCount, memberCount, memberRecords } from './people.ts';
import { plantedIn, storeSizes } from './planted.ts';
import { Weighted } from './random.ts';

/** One file as a system would drop it. */
export interface Drop {
  readonly channel: 'org' | 'members' | 'pos' | 'survey' | 'segment' | 'complaint' | 'campaign' | 'referral' | 'programme';
  /** File name without its ending; unique in the plan. */
  readonly name: string;
  /** Business day of the story that it tells of, from 0; null for what was there before, −1 for what of that can wait. */
  readonly day: number | null;
  /** UTC instant of its arrival, after everything in it. */
  readonly receivedAt: string;
  /** Makes the records anew each time it is called. */
  readonly records: () => Iterable<object>;
}

/** 18:00 UTC is 02:00 in Shanghai, when the stores have closed and the late answers of the day are in. */
const EVENING = 'T18:00:00.000Z';

/** Channels that send something every evening, as `sampleDay` names them. */
const DAILY = ['pos', 'survey', 'segment', 'complaint'] as const;
/** Channels that send once a week, on the last day of the story and every seventh before it: a file costs more than its few records. */
const WEEKLY = ['campaign', 'referral', 'programme'] as const;

/** Files in which the CRM hands over the members who lapsed. */
const LAPSED_FILES = 4;

/** Every drop of the sample in the order of arrival. Cheap: nothing is made before `records()` is read. */
export function sampleDrops(options: SampleOptions): Drop[] {
  const clock = new StoryClock(options.endDate, options.days);
  const eve = `${clock.date(-1)}${EVENING}`;
  const homes = new Weighted(storeSizes(plantedIn(options), options.stores));
  const [members, lapsed] = [memberCount(options), lapsedCount(options)];
  const drops: Drop[] = [
    { channel: 'org', name: 'org', day: null, receivedAt: eve, records: () => orgRecords(clock, options) },
    {
      channel: 'members',
      name: 'members-founding',
      day: null,
      receivedAt: eve,
      records: () => memberRecords(options, clock, homes, 0, joinedBy(options, -1), -1),
    },
    ...Array.from({ length: LAPSED_FILES }, (_, file): Drop => {
      const from = members + Math.floor((lapsed * file) / LAPSED_FILES);
      const to = members + Math.floor((lapsed * (file + 1)) / LAPSED_FILES);
      const records = () => memberRecords(options, clock, homes, from, to, -1);
      return { channel: 'members', name: `members-lapsed-${file + 1}`, day: -1, receivedAt: eve, records };
    }),
  ];
  for (let day = 0; day < options.days; day++) {
    const date = clock.date(day);
    const receivedAt = `${date}${EVENING}`;
    const records = sampleDay({ ...options, day });
    const joined = () => memberRecords(options, clock, homes, joinedBy(options, day - 1), joinedBy(options, day), day);
    drops.push(
      { channel: 'members', name: `members-${date}`, day, receivedAt, records: joined },
      ...DAILY.map(
        (channel): Drop => ({ channel, name: `${channel}-${date}`, day, receivedAt, records: () => records[channel] }),
      ),
    );
    if ((options.days - 1 - day) % 7 !== 0) continue;
    for (const channel of WEEKLY)
      drops.push({ channel, name: `${channel}-${date}`, day, receivedAt, records: () => weekOf(options, day, channel) });
  }
  return drops;
}

function* orgRecords(clock: StoryClock, { days, stores }: SampleOptions): Iterable<object> {
  const updatedAt = clock.instant(-30, 12 * 3600);
  yield* orgUnits(updatedAt, stores);
  yield* targets(clock.date(-Math.max(0, 365 - days)), updatedAt, stores);
}

function* weekOf(options: SampleOptions, lastDay: number, channel: (typeof WEEKLY)[number]): Iterable<object> {
  for (let day = Math.max(0, lastDay - 6); day <= lastDay; day++) yield* sampleDay({ ...options, day })[channel];
}
