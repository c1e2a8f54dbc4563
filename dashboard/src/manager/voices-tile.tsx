import { useRows } from '../api/use-rows.ts';
import { useSpeech } from '../i18n/speech.tsx';
import type { Scope } from '../scores/scope.ts';
import { Voice, VOICE } from '../scores/voice.tsx';
import { ScrollBox } from '../tiles/scroll-box.tsx';
import { Tile } from '../tiles/tile.tsx';

const LATEST = 30;

/** The latest low scores that came with words. The list scrolls in the room its neighbour leaves. */
export function VoicesTile({ scope }: { scope: Scope }) {
  const { words, named } = useSpeech();
  const asked = useRows({
    subject: 'feedback',
    measures: ['feedback_count'],
    dimensions: [...VOICE, 'store_name', 'store_name_en'],
    span: scope.span,
    filters: [
      ...scope.unit,
      { member: 'comment', operator: 'set' },
      {
        or: [
          { member: 'nps_score', operator: 'lte', values: ['6'] },
          { member: 'csat_score', operator: 'lte', values: ['2'] },
        ],
      },
    ],
    order: [['occurred_at', 'desc']],
    limit: LATEST,
  });
  return (
    <Tile
      id="voices"
      className="c5"
      title={words.manager.voicesTitle}
      text={words.manager.voicesText(words.lastDays[scope.period])}
      member="manager_feedback.feedback_count"
      of={[asked]}
      isEmpty={asked.rows.length === 0}
      emptyTitle={words.manager.noVoices}
      emptyText={words.manager.noVoicesText}
      room={520}
    >
      {() => (
        <ScrollBox className="voices" label={words.manager.voicesTitle}>
          <ul className="feed">
            {asked.rows.map((row) => (
              <Voice key={row.feedback_id} row={row}>
                {` · ${words.store(named(row.store_name, row.store_name_en))}`}
              </Voice>
            ))}
          </ul>
        </ScrollBox>
      )}
    </Tile>
  );
}
