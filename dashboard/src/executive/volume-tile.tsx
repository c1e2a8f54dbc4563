import { useRows } from '../api/use-rows.ts';
import { Plot } from '../charts/plot.tsx';
import { weeklyOption } from '../charts/weekly-option.ts';
import { NO_CURRENCY } from '../format/number.ts';
import { useSpeech } from '../i18n/speech.tsx';
import { addDays, isWholeWeek, weeksEnding } from '../period/period.ts';
import type { Scope } from '../scores/scope.ts';
import { Tile } from '../tiles/tile.tsx';
import { volumeByWeek } from './volume.ts';

const WEEKS = 13;
const HEIGHT = 380;
/** Room of one more panel, in px: a currency has its own. */
const PANEL = 150;

/** Orders and revenue by week, each currency for itself. */
export function VolumeTile({ scope }: { scope: Scope }) {
  const { words, number, shortCount, money, wholeMoney, day, days } = useSpeech();
  const say = words.executive;
  const asked = useRows({
    subject: 'order',
    measures: ['order_count', 'revenue_amount'],
    dimensions: ['currency'],
    span: weeksEnding(scope.lastDay, WEEKS),
    by: 'week',
    filters: scope.unit,
    order: [['business_date', 'asc']],
  });
  const latest = useRows({
    subject: 'order',
    measures: ['order_count'],
    by: 'day',
    filters: scope.unit,
    order: [['business_date', 'desc']],
    limit: 1,
  });
  // Answers go on after the last order: after midnight they begin a day, and on Sundays end a week, without any.
  const lastDay = latest.rows[0]?.day ?? scope.lastDay;
  const { currencies, weeks: counted } = volumeByWeek(asked.rows);
  const weeks = counted.map((week) => ({
    ...week,
    isWhole: week.day >= scope.firstDay && isWholeWeek(week.day, lastDay),
  }));
  const height = HEIGHT + PANEL * Math.max(0, currencies.length - 1);
  const weekOf = (monday: string) => days({ from: monday, to: addDays(monday, 6) < lastDay ? addDays(monday, 6) : lastDay });
  const revenueIn = (currency: string) => {
    if (currency === NO_CURRENCY) return say.revenueUnknown;
    return currencies.length > 1 ? `${say.revenue} ${currency}` : say.revenue;
  };
  const panels = [
    { name: say.orders, axis: shortCount, whole: (value: number) => number(value) },
    ...currencies.map((currency) => ({
      name: revenueIn(currency),
      axis: (value: number) => money(value, currency),
      whole: (value: number) => wholeMoney(value, currency),
    })),
  ];
  const last = weeks.findLast((week) => week.isWhole) ?? weeks.at(-1);
  const figures = last ? panels.map(({ name, axis }, k) => `${name} ${axis(last.values[k] ?? 0)}`) : [];
  const sentence = [say.volumeTitle, ...(last ? [weekOf(last.day)] : []), ...figures].join(words.comma);
  return (
    <Tile
      id="volume"
      className="c6 flat"
      title={say.volumeTitle}
      text={say.volumeText(scope.name)}
      member="executive_order.revenue_amount"
      of={[asked, latest]}
      isEmpty={weeks.length === 0}
      room={HEIGHT}
      table={{
        head: [words.weekOf, ...panels.map(({ name }) => name)],
        rows: [...weeks].reverse().map((week) => ({
          key: week.day,
          cells: [day(week.day), ...panels.map(({ whole }, k) => whole(week.values[k] ?? 0))],
        })),
      }}
    >
      {() => (
        <Plot
          key={height}
          height={height}
          pointCount={weeks.length}
          label={sentence}
          version={JSON.stringify([weeks, currencies, words.all])}
          build={(colours) =>
            weeklyOption(
              weeks,
              {
                day,
                panels,
                tip: (week) =>
                  [weekOf(week.day), ...panels.map(({ name, whole }, k) => `${name} <b>${whole(week.values[k] ?? 0)}</b>`)].join(
                    '<br>',
                  ),
              },
              colours,
              height,
            )
          }
        />
      )}
    </Tile>
  );
}
