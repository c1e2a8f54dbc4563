import { Axis } from '../charts/track.tsx';
import { useSpeech } from '../i18n/speech.tsx';
import { IntervalRow } from '../scores/interval-row.tsx';
import { scaleOf } from '../scores/pairs.ts';
import type { Scope } from '../scores/scope.ts';
import { Tile } from '../tiles/tile.tsx';
import { useLate, useLateByRegion } from './questions.ts';

/** Late deliveries by region against the whole. */
export function LateTile({ scope }: { scope: Scope }) {
  const { words, named } = useSpeech();
  const byRegion = useLateByRegion(scope);
  const whole = useLate({ ...scope, unit: [] });
  const chain = whole.pairs[0]?.now.estimate?.value ?? null;
  const scale = scaleOf([...byRegion.pairs, ...whole.pairs], {
    floor: 0,
    ceiling: 100,
    ...(chain !== null && { include: [chain] }),
  });
  return (
    <Tile
      id="late"
      className="c6 flat"
      title={words.executive.lateTitle}
      text={words.executive.lateText(words.priorDays[scope.period])}
      member="executive_order.late_ratio"
      of={[...byRegion.of, ...whole.of]}
      isEmpty={byRegion.pairs.length === 0}
      room={200}
      footer={<span>{words.executive.lateFoot}</span>}
    >
      {() => (
        <div className="rgs">
          {whole.pairs.map((pair) => (
            <IntervalRow
              key="chain"
              name={<b>{words.chain}</b>}
              label={words.chain}
              now={pair.now}
              before={pair.before}
              stands={pair.stands}
              better="down"
              scale={scale}
              reference={chain}
              unit="%"
            />
          ))}
          {byRegion.pairs.map((pair) => {
            const name = named(pair.key.name, pair.key.nameEn);
            return (
              <IntervalRow
                key={pair.key.region}
                name={name}
                label={name}
                now={pair.now}
                before={pair.before}
                stands={pair.stands}
                better="down"
                scale={scale}
                reference={chain}
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
