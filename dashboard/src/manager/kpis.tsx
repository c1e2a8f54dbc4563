import { useSpeech } from '../i18n/speech.tsx';
import { useRows } from '../api/use-rows.ts';
import type { Span } from '../period/period.ts';
import { CES, cesOf, CSAT, csatOf, LATE, lateOf, NPS, npsOf, RESPONSE, responseOf } from '../scores/reading.ts';
import { invitesIn, onlyMode, type Scope } from '../scores/scope.ts';
import { useTargets } from '../scores/targets.ts';
import type { Mode } from '../scores/touchpoints.ts';
import { difference, LEVEL, sideOf } from '../statistics/compare.ts';
import type { Reading } from '../statistics/estimate.ts';
import { Change, Count } from '../tiles/figures.tsx';
import { MinimumNote } from '../tiles/minimum-note.tsx';
import { Failed, Skeleton, Stale, together } from '../tiles/states.tsx';

interface Kpi {
  readonly name: string;
  readonly now: Reading;
  readonly before: Reading;
  readonly unit: string;
  readonly better: 'up' | 'down';
  /** The measure, for how many answers it takes. */
  readonly member: string;
}

function useKpis(scope: Scope) {
  const { words } = useSpeech();
  const nps = (span: Span) => ({ subject: 'score', measures: NPS, span, filters: scope.unit }) as const;
  const csat = (mode: Mode, span: Span) =>
    ({ subject: 'score', measures: CSAT, span, filters: [...scope.unit, onlyMode(mode)] }) as const;
  const ces = (span: Span) => ({ subject: 'score', measures: CES, span, filters: scope.unit }) as const;
  const late = (span: Span) => ({ subject: 'order', measures: LATE, span, filters: scope.unit }) as const;
  const response = (span: Span) => ({ subject: 'invite', measures: RESPONSE, span, filters: scope.unit }) as const;
  const invites = invitesIn(scope);
  const asked = {
    nps: useRows(nps(scope.span)),
    npsBefore: useRows(nps(scope.prior)),
    dineIn: useRows(csat('dine_in', scope.span)),
    dineInBefore: useRows(csat('dine_in', scope.prior)),
    delivery: useRows(csat('delivery', scope.span)),
    deliveryBefore: useRows(csat('delivery', scope.prior)),
    ces: useRows(ces(scope.span)),
    cesBefore: useRows(ces(scope.prior)),
    late: useRows(late(scope.span)),
    lateBefore: useRows(late(scope.prior)),
    response: useRows(response(invites.span)),
    responseBefore: useRows(response(invites.prior)),
  };
  const say = words.manager;
  const effort = cesOf(asked.ces.rows[0]);
  const kpis: Kpi[] = [
    {
      name: 'NPS',
      now: npsOf(asked.nps.rows[0]),
      before: npsOf(asked.npsBefore.rows[0]),
      unit: '',
      better: 'up',
      member: 'manager_score.nps',
    },
    {
      name: say.dineInCsat,
      now: csatOf(asked.dineIn.rows[0]),
      before: csatOf(asked.dineInBefore.rows[0]),
      unit: '%',
      better: 'up',
      member: 'manager_score.csat',
    },
    {
      name: say.deliveryCsat,
      now: csatOf(asked.delivery.rows[0]),
      before: csatOf(asked.deliveryBefore.rows[0]),
      unit: '%',
      better: 'up',
      member: 'manager_score.csat',
    },
    ...(effort.n > 0
      ? [
          {
            name: say.ces,
            now: effort,
            before: cesOf(asked.cesBefore.rows[0]),
            unit: '%',
            better: 'up',
            member: 'manager_score.ces',
          } as const,
        ]
      : []),
    {
      name: say.lateRatio,
      now: lateOf(asked.late.rows[0]),
      before: lateOf(asked.lateBefore.rows[0]),
      unit: '%',
      better: 'down',
      member: 'manager_order.late_ratio',
    },
    {
      name: say.responseRatio,
      now: responseOf(asked.response.rows[0]),
      before: responseOf(asked.responseBefore.rows[0]),
      unit: '%',
      better: 'up',
      member: 'manager_invite.response_ratio',
    },
  ];
  return { kpis, of: together(Object.values(asked)) };
}

/** The key figures, and one line that says which of them moved. Effort is one of them once anybody was asked. */
export function Kpis({ scope }: { scope: Scope }) {
  const { words, number, range } = useSpeech();
  const asked = useKpis(scope);
  const { kpis } = asked;
  const target = useTargets('nps', scope.unitId);
  const of = together([asked.of, target.of]);
  if (of.error !== null && of.hadAtMs === 0) return <Failed of={of} />;
  if (of.isPending) return <Skeleton height={150} />;
  return (
    <>
      <Finding kpis={kpis} prior={words.priorDays[scope.period]} target={target.on(scope.lastDay)} />
      {of.error !== null && <Stale of={of} />}
      <dl className="kpis" data-count={kpis.length}>
        {kpis.map(({ name, now, before, unit, better, member }) => (
          <div key={name}>
            <dt>
              <span>{name}</span>
              <Count n={now.n} />
            </dt>
            <dd>
              <div className="v">
                {now.estimate ? number(now.estimate.value, 1) : '–'}
                {now.estimate && unit && <small>{unit}</small>}
              </div>
              <div className="chg">
                {now.estimate ? (
                  <>
                    <span className="ci">{range(now.estimate.low, now.estimate.high)}</span>
                    <Change now={now.estimate} before={before.estimate} better={better} />
                  </>
                ) : (
                  <>
                    <span className="same">{now.n === 0 ? words.state.emptyTitle : words.state.fewTitle}</span>
                    <MinimumNote member={member} n={now.n} />
                  </>
                )}
              </div>
            </dd>
          </div>
        ))}
      </dl>
    </>
  );
}

function Finding({ kpis, prior, target }: { kpis: readonly Kpi[]; prior: string; target: number | null }) {
  const { words, number } = useSpeech();
  const say = words.manager;
  const comparable = kpis.filter((kpi) => kpi.now.estimate && kpi.before.estimate);
  const moved = comparable.filter(
    ({ now, before }) => now.estimate && before.estimate && difference(now.estimate, before.estimate).p < LEVEL,
  );
  if (comparable.length === 0) {
    return (
      <div className="note lead-line find">
        <span>{say.nothingBefore}</span>
      </div>
    );
  }
  return (
    <div className="note lead-line find">
      <strong>{say.changes(moved.length)}</strong>
      <span>
        {moved.map(({ name, now, before, better }, index) => (
          <span key={name}>
            {index > 0 && words.semicolon}
            {name} {now.estimate && <Change now={now.estimate} before={before.estimate} better={better} />}
            {name === 'NPS' &&
              now.estimate &&
              target !== null &&
              say.aimed(number(target, Number.isInteger(target) ? 0 : 1), sideOf(now.estimate, target))}
          </span>
        ))}
        {moved.length > 0 && words.stop}
        {moved.length > 0 && words.gap}
        {moved.length === 0
          ? say.allLevel(prior, comparable.length === kpis.length)
          : moved.length < comparable.length
            ? say.othersLevel(prior)
            : ''}
        {moved.length < comparable.length && words.stop}
      </span>
    </div>
  );
}
