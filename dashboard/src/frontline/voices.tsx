import { useState } from 'react';
import type { Filter } from '../api/query.ts';
import type { DimensionOf } from '../api/members.ts';
import { useRows } from '../api/use-rows.ts';
import { useSpeech } from '../i18n/speech.tsx';
import { Voice, VOICE } from '../scores/voice.tsx';
import { Definition } from '../tiles/definition.tsx';
import { Empty, Failed, Skeleton, Stale } from '../tiles/states.tsx';

const LATEST = 20;
/** Answers shown before one asks for the rest. */
const FIRST = 8;

type Which = 'all' | 'low' | 'withWords';

const FILTERS: Record<Which, readonly Filter<DimensionOf<'feedback'>>[]> = {
  all: [],
  low: [
    {
      or: [
        { member: 'nps_score', operator: 'lte', values: ['6'] },
        { member: 'csat_score', operator: 'lte', values: ['2'] },
      ],
    },
  ],
  withWords: [{ member: 'comment', operator: 'set' }],
};

const CHOICES: readonly Which[] = ['all', 'low', 'withWords'];

/** What customers of the store said last. */
export function Voices() {
  const { words, number } = useSpeech();
  const [which, setWhich] = useState<Which>('all');
  const [isWhole, setWhole] = useState(false);
  const asked = useRows({
    subject: 'feedback',
    measures: ['feedback_count'],
    dimensions: VOICE,
    filters: FILTERS[which],
    order: [['occurred_at', 'desc']],
    limit: LATEST,
  });
  const names: Record<Which, string> = { all: words.all, low: words.frontline.low, withWords: words.frontline.withWords };
  return (
    <section id="voices" className="sec">
      <header className="row">
        <div>
          <h2>{words.frontline.voicesTitle}</h2>
          <p>{words.frontline.voicesText}</p>
        </div>
        <Definition member="frontline_feedback.feedback_count" />
      </header>
      <fieldset className="choices" aria-label={words.frontline.filterVoices}>
        {CHOICES.map((choice) => (
          <button key={choice} type="button" aria-pressed={choice === which} onClick={() => setWhich(choice)}>
            {names[choice]}
          </button>
        ))}
      </fieldset>
      {asked.error !== null && (asked.hadAtMs > 0 ? <Stale of={asked} /> : <Failed of={asked} />)}
      {asked.isPending && <Skeleton height={300} />}
      {asked.hadAtMs > 0 && asked.rows.length === 0 && (
        <Empty title={words.frontline.noVoices} text={words.frontline.noVoicesText} />
      )}
      <ul className="feed">
        {asked.rows.slice(0, isWhole ? LATEST : FIRST).map((row) => (
          <Voice key={row.feedback_id} row={row} />
        ))}
      </ul>
      {!isWhole && asked.rows.length > FIRST && (
        <button type="button" className="btn" onClick={() => setWhole(true)}>
          {words.frontline.more(number(asked.rows.length - FIRST))}
        </button>
      )}
    </section>
  );
}
