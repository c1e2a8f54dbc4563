import { useRows } from '../api/use-rows.ts';
import { Plot } from '../charts/plot.tsx';
import { type TrendPoint, trendOption } from '../charts/trend-option.ts';
import { useSpeech } from '../i18n/speech.tsx';
import { addDays, daysIn, isWholeWeek, type Span, weeksEnding } from '../period/period.ts';
import { difference, holm } from '../statistics/compare.ts';
import { useSession } from '../session/signed-in.tsx';
import { viewOf } from '../api/members.ts';
import type { Reading } from '../statistics/estimate.ts';
import { NPS, npsOf } from './reading.ts';
import type { Scope } from './scope.ts';
import { useTargets } from './targets.ts';
import { Tile } from '../tiles/tile.tsx';

const WEEKS = 13;

interface Week {
  readonly day: string;
  readonly reading: Reading;
}

/** Every week of the span, also those without an answer, each marked when it moved against the week before (Holm over all). */
function withMoves(weeks: readonly Week[], span: Span, targetOf: (monday: string) => number | null): TrendPoint[] {
  const known = new Map(weeks.map((week) => [week.day, week.reading.estimate]));
  const first = weeks[0]?.day ?? span.from;
  const days = Array.from({ length: Math.ceil(daysIn({ from: first, to: span.to }) / 7) }, (_, k) => addDays(first, 7 * k));
  const estimates = days.map((monday) => known.get(monday) ?? null);
  const changes = estimates.map((estimate, index) => {
    const earlier = estimates[index - 1];
    return estimate && earlier ? difference(estimate, earlier) : null;
  });
  const tested = changes.filter((change) => change !== null);
  const verdicts = holm(tested.map((change) => change.p));
  return days.map((monday, index) => {
    const change = changes[index] ?? null;
    const stands = change !== null && verdicts[tested.indexOf(change)];
    const moved = stands ? (change.value > 0 ? 'up' : 'down') : null;
    return { day: monday, estimate: estimates[index] ?? null, target: targetOf(monday), moved };
  });
}

/** NPS by calendar week with its 95 % band, beside its target where there is one. */
export function TrendTile({ scope, className, height = 300 }: { scope: Scope; className: string; height?: number }) {
  const { words, number, range, day, days } = useSpeech();
  const { person } = useSession();
  const span = weeksEnding(scope.lastDay, WEEKS);
  const asked = useRows({
    subject: 'score',
    measures: NPS,
    span,
    by: 'week',
    filters: scope.unit,
    order: [['business_date', 'asc']],
  });
  const readings = asked.rows.map((row) => ({ day: row.day ?? '', reading: npsOf(row) }));
  const targets = useTargets('nps', scope.unitId);
  const points = withMoves(readings, span, (monday) => targets.on(addDays(monday, 6)));
  const hasTarget = points.some(({ target }) => target !== null);
  const scored = points.flatMap(({ day: monday, estimate }) => (estimate ? [{ day: monday, estimate }] : []));
  const last = scored.at(-1);
  const isOpenEnded = last !== undefined && !isWholeWeek(last.day, scope.lastDay);
  const weekOf = (monday: string) =>
    days({ from: monday, to: addDays(monday, 6) < scope.lastDay ? addDays(monday, 6) : scope.lastDay });
  const plain = (value: number) => number(value, Number.isInteger(value) ? 0 : 1);
  const targetCell = (monday: string) => {
    const target = targets.on(addDays(monday, 6));
    return target === null ? '–' : plain(target);
  };
  const wanted = points.at(-1)?.target ?? null;
  const aim = wanted === null ? '' : `${words.comma}${words.targetOf(plain(wanted))}`;
  const label = last
    ? `${words.executive.trendTitle}${words.comma}${weekOf(last.day)} ${number(last.estimate.value, 1)} ${range(last.estimate.low, last.estimate.high)}${aim}`
    : words.executive.trendTitle;
  return (
    <Tile
      title={words.executive.trendTitle}
      text={words.executive.trendText(scope.name)}
      member={`${viewOf('score', person.tier)}.nps`}
      of={[asked, targets.of]}
      isEmpty={scored.length < 2}
      {...(readings.length > 0 && { emptyTitle: words.state.fewTitle })}
      room={height}
      className={className}
      footer={isOpenEnded ? <span>{words.executive.partWeek(day(scope.lastDay))}</span> : null}
      table={{
        head: [words.weekOf, 'NPS', words.interval, 'n', ...(hasTarget ? [words.target] : [])],
        rows: [...readings].reverse().map(({ day: monday, reading }) => ({
          key: monday,
          cells: [
            day(monday),
            reading.estimate ? number(reading.estimate.value, 1) : words.state.fewShort,
            reading.estimate ? range(reading.estimate.low, reading.estimate.high) : '',
            number(reading.n),
            ...(hasTarget ? [targetCell(monday)] : []),
          ],
        })),
      }}
    >
      {() => (
        <Plot
          height={height}
          pointCount={points.length}
          label={label}
          version={JSON.stringify([points, words.product, words.all])}
          build={(colours, width) =>
            trendOption(
              points,
              {
                day: (monday) => day(monday),
                value: plain,
                isOpenEnded,
                target: (value) => words.targetOf(plain(value)),
                tip: (point) =>
                  point.estimate
                    ? `${weekOf(point.day)}<br><b>${number(point.estimate.value, 1)}</b> ${range(point.estimate.low, point.estimate.high)} · n ${number(point.estimate.n)}`
                    : `${weekOf(point.day)}<br>${words.state.fewTitle}`,
              },
              colours,
              width,
            )
          }
        />
      )}
    </Tile>
  );
}
