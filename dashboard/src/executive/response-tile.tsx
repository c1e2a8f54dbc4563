import { Axis } from '../charts/track.tsx';
import { useSpeech } from '../i18n/speech.tsx';
import { IntervalRow } from '../scores/interval-row.tsx';
import { scaleOf } from '../scores/pairs.ts';
import type { Scope } from '../scores/scope.ts';
import { sentByName } from '../scores/touchpoints.ts';
import { Tile } from '../tiles/tile.tsx';
import { useResponse } from './questions.ts';

/** Who answers an invite, by the way it went. */
export function ResponseTile({ scope }: { scope: Scope }) {
  const { words } = useSpeech();
  const { pairs, of } = useResponse(scope);
  const scale = scaleOf(pairs, { floor: 0, ceiling: 100 });
  return (
    <Tile
      className="c6 flat"
      title={words.executive.responseTitle}
      text={words.executive.responseText(words.priorDays[scope.period])}
      member="executive_invite.response_ratio"
      of={of}
      isEmpty={(pairs[0]?.now.n ?? 0) === 0}
      room={200}
      footer={<span>{words.executive.responseFoot}</span>}
    >
      {() => (
        <div className="rgs">
          {pairs.map((pair) => {
            const name = pair.key === null ? words.all : sentByName(words, pair.key);
            return (
              <IntervalRow
                key={pair.key ?? ''}
                name={pair.key === null ? <b>{name}</b> : name}
                label={name}
                now={pair.now}
                before={pair.before}
                stands={pair.stands}
                scale={scale}
                unit="%"
              />
            );
          })}
          <div className="rg axis">
            <span />
            <Axis scale={scale} />
            <span />
          </div>
        </div>
      )}
    </Tile>
  );
}
