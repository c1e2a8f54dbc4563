import type { SampleOptions } from './options.ts';
import { type PosRecord, posRecord } from './pos.ts';
import { Random } from './random.ts';
import { answerDelayDays, LATEST_ANSWER_DAYS, surveyRecords } from './survey.ts';
import type { SurveyRecord } from './survey-records.ts';
import { happening, openStory, orderCount, type Story } from './visits.ts';

/** What two systems send in one evening. Made while it is read; may be read more than once. */
export interface SampleDay {
  readonly pos: Iterable<PosRecord>;
  readonly survey: Iterable<SurveyRecord>;
}

/** The records of one business day, counted from 0. Needs no other day to have been made. */
export function sampleDay(options: SampleOptions & { readonly day: number }): SampleDay {
  const { day } = options;
  return {
    pos: { [Symbol.iterator]: () => posOf(storyOf(options), day) },
    survey: { [Symbol.iterator]: () => surveyOf(storyOf(options), day) },
  };
}

function* posOf(story: Story, day: number): Generator<PosRecord> {
  const random = new Random();
  const date = story.clock.date(day);
  for (let number = 0, count = orderCount(story, day); number < count; number++) {
    yield posRecord(story, date, happening(story, day, number, random), random);
  }
}

function* surveyOf(story: Story, day: number): Generator<SurveyRecord> {
  const { seed } = story.options;
  const random = new Random();
  for (let later = Math.min(LATEST_ANSWER_DAYS, day); later >= 0; later--) {
    const orderedOn = day - later;
    for (let number = 0, count = orderCount(story, orderedOn); number < count; number++) {
      if (later > 0 && answerDelayDays(seed, orderedOn, number) !== later) continue;
      yield* surveyRecords(story, happening(story, orderedOn, number, random), later, random);
    }
  }
}

let opened: Story | undefined;

/** Keeps the last story open, since its days are asked for one after another. */
function storyOf(options: SampleOptions): Story {
  const last = opened?.options;
  const { seed, days, endDate, scale } = options;
  if (opened === undefined || last?.seed !== seed || last.days !== days || last.endDate !== endDate || last.scale !== scale) {
    opened = openStory({ seed, days, endDate, scale });
  }
  return opened;
}
