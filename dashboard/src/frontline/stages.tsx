import { useRows } from '../api/use-rows.ts';
import { scaleOver } from '../charts/scale.ts';
import { Axis, Track } from '../charts/track.tsx';
import { useSpeech } from '../i18n/speech.tsx';
import { CSAT, csatOf } from '../scores/reading.ts';
import type { Scope } from '../scores/scope.ts';
import { inJourneyOrder, modeName, modeOf, touchpointName } from '../scores/touchpoints.ts';
import { sideOf } from '../statistics/compare.ts';
import { Definition } from '../tiles/definition.tsx';
import { TooFew } from '../tiles/figures.tsx';
import { Empty, Failed, Skeleton, together } from '../tiles/states.tsx';

/** CSAT of the store's stages against the same stages of its region. */
export function Stages({ scope }: { scope: Scope }) {
  const { words, number, range } = useSpeech();
  const own = useRows({ subject: 'score', measures: CSAT, dimensions: ['touchpoint'], span: scope.span });
  const region = useRows({ subject: 'reference', measures: CSAT, dimensions: ['touchpoint'], span: scope.span });
  const of = together([own, region]);
  const lines = new Map(region.rows.map((row) => [row.touchpoint, csatOf(row).estimate?.value]));
  const stages = own.rows
    .filter((row) => row.touchpoint !== null && (row.csat_n ?? 0) > 0)
    .map((row) => ({ id: row.touchpoint ?? '', reading: csatOf(row), line: lines.get(row.touchpoint) }))
    .sort((a, b) => inJourneyOrder(a.id, b.id));
  const hasScores = stages.some(({ reading }) => reading.estimate !== null);
  const scale = scaleOver(
    stages.flatMap(({ reading, line }) =>
      [reading.estimate?.low, reading.estimate?.high, line].filter((value) => value !== undefined),
    ),
    { floor: 0, ceiling: 100 },
  );
  return (
    <section id="stages" className="sec">
      <header className="row">
        <div>
          <h2>{words.frontline.stagesTitle}</h2>
          <p>{words.frontline.stagesText(words.lastDays[scope.period])}</p>
        </div>
        <Definition member="frontline_score.csat" />
      </header>
      {of.error !== null && of.hadAtMs === 0 && <Failed of={of} />}
      {of.isPending && <Skeleton height={260} />}
      {of.hadAtMs > 0 && stages.length === 0 && <Empty />}
      {of.hadAtMs > 0 && stages.length > 0 && (
        <div>
          {stages.map(({ id, reading, line }) => {
            const mode = modeOf(id);
            const estimate = reading.estimate;
            const side = estimate && line !== undefined ? sideOf(estimate, line) : null;
            return (
              <div className="th" key={id}>
                <span>
                  {touchpointName(words, id)}
                  {mode && <small>{modeName(words, mode)}</small>}
                </span>
                {estimate ? (
                  <Track
                    scale={scale}
                    {...estimate}
                    reference={line ?? null}
                    tone={side === 'below' ? 'bad' : side === 'above' ? 'good' : 'mark'}
                    label={`${touchpointName(words, id, true)} ${number(estimate.value, 1)}% ${range(estimate.low, estimate.high)}`}
                  />
                ) : (
                  <span />
                )}
                <span>
                  {estimate ? (
                    <>
                      {side === 'below' && <span className="is-bad">▼ </span>}
                      {side === 'above' && <span className="is-good">▲ </span>}
                      <b>{number(estimate.value, 1)}%</b> <span className="ci">n {number(reading.n)}</span>
                    </>
                  ) : (
                    <TooFew n={reading.n} />
                  )}
                </span>
              </div>
            );
          })}
          {hasScores && (
            <div className="th axis">
              <span />
              <Axis scale={scale} />
              <span />
            </div>
          )}
        </div>
      )}
    </section>
  );
}
