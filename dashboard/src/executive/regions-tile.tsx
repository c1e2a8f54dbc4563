import { Axis } from '../charts/track.tsx';
import { useSpeech } from '../i18n/speech.tsx';
import { IntervalRow } from '../scores/interval-row.tsx';
import { scaleOf } from '../scores/pairs.ts';
import type { Scope } from '../scores/scope.ts';
import { MODES, modeName } from '../scores/touchpoints.ts';
import { Tile } from '../tiles/tile.tsx';
import { useRegionModes } from './questions.ts';

/** NPS by region, dine-in and delivery, now and before. */
export function RegionsTile({ scope }: { scope: Scope }) {
  const { words, named } = useSpeech();
  const { pairs, of } = useRegionModes(scope);
  const scale = scaleOf(pairs, { floor: -100, ceiling: 100 });
  const regions = [...new Map(pairs.map(({ key }) => [key.region, named(key.name, key.nameEn)]))];
  return (
    <Tile
      id="regions"
      className="c4 flat"
      title={words.executive.regionsTitle}
      text={words.executive.regionsText(words.priorDays[scope.period])}
      member="executive_score.nps"
      of={of}
      isEmpty={pairs.length === 0}
      room={340}
      footer={
        <span className="legend">
          <span>
            <svg aria-hidden="true">
              <circle cx="11" cy="6" r="4" style={{ fill: 'var(--cat-1)' }} />
            </svg>
            {words.dineIn}
          </span>
          <span>
            <svg aria-hidden="true">
              <rect x="7.5" y="2.5" width="7" height="7" style={{ fill: 'var(--cat-2)' }} />
            </svg>
            {words.delivery}
          </span>
        </span>
      }
    >
      {() => (
        <div className="rgs">
          {regions.map(([region, name]) =>
            MODES.flatMap((mode) => pairs.filter(({ key }) => key.region === region && key.mode === mode)).map((pair, index) => (
              <IntervalRow
                key={`${region} ${pair.key.mode}`}
                name={index === 0 ? <b>{name}</b> : ''}
                label={`${name} ${modeName(words, pair.key.mode)}`}
                now={pair.now}
                before={pair.before}
                stands={pair.stands}
                scale={scale}
                tone={pair.key.mode === 'dine_in' ? 'cat-1' : 'cat-2'}
                isSquare={pair.key.mode === 'delivery'}
                isContinued={index > 0}
              />
            )),
          )}
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
