import { Axis } from '../charts/track.tsx';
import { useSpeech } from '../i18n/speech.tsx';
import { IntervalRow } from '../scores/interval-row.tsx';
import { scaleOf } from '../scores/pairs.ts';
import { useTargets } from '../scores/targets.ts';
import type { Scope } from '../scores/scope.ts';
import { modeName, modeOf, touchpointName } from '../scores/touchpoints.ts';
import { sideOf } from '../statistics/compare.ts';
import { Tile } from '../tiles/tile.tsx';
import { useTouchpoints } from './questions.ts';

/** CSAT of every stage, in journey order, beside its target where there is one. */
export function TouchpointsTile({ scope }: { scope: Scope }) {
  const { words, number } = useSpeech();
  const { pairs, of } = useTouchpoints(scope);
  const targets = useTargets('csat', scope.unitId);
  const targetOf = (touchpoint: string) => targets.on(scope.lastDay, touchpoint);
  const wanted = pairs.flatMap(({ key }) => targetOf(key) ?? []);
  const scale = scaleOf(pairs, { floor: 0, ceiling: 100, include: wanted });
  return (
    <Tile
      id="stages"
      className="c6 flat"
      title={words.executive.touchpointsTitle}
      text={words.executive.touchpointsText(words.priorDays[scope.period])}
      member="executive_score.csat"
      of={[...of, targets.of]}
      isEmpty={pairs.length === 0}
      room={400}
      footer={<span>{words.executive.touchpointsFoot(wanted.length > 0)}</span>}
    >
      {() => (
        <div className="rgs staged">
          {pairs.map((pair, index) => {
            const mode = modeOf(pair.key);
            const target = targetOf(pair.key);
            const earlier = pairs[index - 1]?.key;
            const isFirst = earlier === undefined || modeOf(earlier) !== mode;
            const isBelow = target !== null && pair.now.estimate !== null && sideOf(pair.now.estimate, target) === 'below';
            const figure = target === null ? '' : `${number(target, Number.isInteger(target) ? 0 : 1)}%`;
            const aim = target === null ? '' : isBelow ? `${words.aimed.below} ${figure}` : words.targetOf(figure);
            // A target that the row above has already named is not said again.
            const isNew = isFirst || isBelow || target !== targetOf(earlier);
            return (
              <IntervalRow
                key={pair.key}
                name={
                  <>
                    <b>{touchpointName(words, pair.key)}</b>
                    {mode && <small>{modeName(words, mode)}</small>}
                    {isNew && aim && (
                      <span className={isBelow ? 'aim is-bad' : 'aim'}>
                        {isBelow && '▼ '}
                        {aim}
                      </span>
                    )}
                  </>
                }
                label={[touchpointName(words, pair.key, true), aim].filter(Boolean).join(words.comma)}
                reference={target}
                now={pair.now}
                before={pair.before}
                stands={pair.stands}
                scale={scale}
                tone={isBelow ? 'bad' : mode === 'delivery' ? 'cat-2' : 'cat-1'}
                isSquare={mode === 'delivery'}
                unit="%"
                isContinued={!isFirst}
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
