import { useRows } from '../api/use-rows.ts';
import { type Scale, scaleOver } from '../charts/scale.ts';
import { Axis, Track } from '../charts/track.tsx';
import { useSpeech } from '../i18n/speech.tsx';
import type { Span } from '../period/period.ts';
import { CSAT, csatOf, NPS, npsOf } from '../scores/reading.ts';
import { onlyMode, type Scope } from '../scores/scope.ts';
import type { Mode } from '../scores/touchpoints.ts';
import { difference, LEVEL, sideOf } from '../statistics/compare.ts';
import type { Reading } from '../statistics/estimate.ts';
import { Definition } from '../tiles/definition.tsx';
import { Change, Count } from '../tiles/figures.tsx';
import { Failed, Skeleton, together } from '../tiles/states.tsx';
import { MinimumNote } from '../tiles/minimum-note.tsx';

interface OwnScore {
  readonly name: string;
  readonly now: Reading;
  readonly before: Reading;
  readonly region: Reading;
  readonly unit: string;
  readonly member: string;
}

function useCsat(mode: Mode, scope: Scope) {
  const ask = (span: Span) => ({ subject: 'score', measures: CSAT, span, filters: [onlyMode(mode)] }) as const;
  const now = useRows(ask(scope.span));
  const before = useRows(ask(scope.prior));
  const region = useRows({ subject: 'reference', measures: CSAT, span: scope.span, filters: [onlyMode(mode)] });
  return {
    of: together([now, before, region]),
    readings: { now: csatOf(now.rows[0]), before: csatOf(before.rows[0]), region: csatOf(region.rows[0]) },
  };
}

function useNps(scope: Scope) {
  const now = useRows({ subject: 'score', measures: NPS, span: scope.span });
  const before = useRows({ subject: 'score', measures: NPS, span: scope.prior });
  const region = useRows({ subject: 'reference', measures: NPS, span: scope.span });
  return {
    of: together([now, before, region]),
    readings: { now: npsOf(now.rows[0]), before: npsOf(before.rows[0]), region: npsOf(region.rows[0]) },
  };
}

/** The store's own scores, each against its region. */
export function Scores({ scope, region }: { scope: Scope; region: string }) {
  const { words } = useSpeech();
  const say = words.frontline;
  const nps = useNps(scope);
  const dineIn = useCsat('dine_in', scope);
  const delivery = useCsat('delivery', scope);
  const of = together([nps.of, dineIn.of, delivery.of]);
  const scores: OwnScore[] = [
    { name: say.nps, unit: '', member: 'frontline_score.nps', ...nps.readings },
    { name: say.dineInCsat, unit: '%', member: 'frontline_score.csat', ...dineIn.readings },
    { name: say.deliveryCsat, unit: '%', member: 'frontline_score.csat', ...delivery.readings },
  ];
  return (
    <section id="scores" className="sec">
      <header className="row">
        <div>
          <h2>{say.scoresTitle}</h2>
          <p>{say.scoresText(words.lastDays[scope.period], region)}</p>
        </div>
        <Definition member="frontline_score.nps" />
      </header>
      {of.error !== null && of.hadAtMs === 0 && <Failed of={of} />}
      {of.isPending && <Skeleton height={300} />}
      {of.hadAtMs > 0 && scores.map((score) => <ScoreRow key={score.name} score={score} prior={words.priorDays[scope.period]} />)}
    </section>
  );
}

function scaleFor({ now, region, unit }: OwnScore): Scale {
  const values = [now.estimate?.low, now.estimate?.high, region.estimate?.value].filter((value) => value !== undefined);
  return scaleOver(values, unit === '%' ? { floor: 0, ceiling: 100 } : { floor: -100, ceiling: 100 });
}

function ScoreRow({ score, prior }: { score: OwnScore; prior: string }) {
  const { words, number, range } = useSpeech();
  const { name, now, before, region, unit } = score;
  const estimate = now.estimate;
  if (estimate === null) {
    return (
      <div className="sc">
        <span className="lbl">
          {name} <Count n={now.n} />
        </span>
        <span className="soft small">{now.n === 0 ? words.state.emptyTitle : words.state.fewTitle}</span>
        <MinimumNote member={score.member} n={now.n} />
      </div>
    );
  }
  const scale = scaleFor(score);
  const line = region.estimate?.value ?? null;
  const side = line === null ? null : sideOf(estimate, line);
  const isFalling =
    before.estimate !== null && difference(estimate, before.estimate).p < LEVEL && estimate.value < before.estimate.value;
  return (
    <div className="sc">
      <span className="lbl">
        {name} <Count n={now.n} />
      </span>
      <span>
        <span className="v">
          {number(estimate.value, 1)}
          {unit && <small>{unit}</small>}
        </span>{' '}
        <span className="ci">{range(estimate.low, estimate.high)}</span>
      </span>
      <div className="wide">
        <Track
          scale={scale}
          {...estimate}
          reference={line}
          tone={isFalling || side === 'below' ? 'bad' : side === 'above' ? 'good' : 'mark'}
          label={`${name} ${number(estimate.value, 1)}${unit} ${range(estimate.low, estimate.high)}${side ? `${words.comma}${words.frontline[side]}` : ''}`}
        />
        <Axis scale={scale} />
      </div>
      <span className={`sub start ${side === 'below' ? 'is-bad' : side === 'above' ? 'is-good' : ''}`}>
        {side === 'below' && '▼ '}
        {side === 'above' && '▲ '}
        {side && line !== null ? `${words.frontline[side]} ${number(line, 1)}` : ''}
      </span>
      <span className="sub">
        <Change now={estimate} before={before.estimate} versus={words.on(prior)} />
      </span>
    </div>
  );
}
