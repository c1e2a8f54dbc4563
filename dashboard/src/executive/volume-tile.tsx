import { useRows } from '../api/use-rows.ts';
import { Plot } from '../charts/plot.tsx';
import { weeklyOption } from '../charts/weekly-option.ts';
import { useSpeech } from '../i18n/speech.tsx';
import { addDays, isWholeWeek, weeksEnding } from '../period/period.ts';
import type { Scope } from '../scores/scope.ts';
import { Tile } from '../tiles/tile.tsx';

const WEEKS = 13;
const HEIGHT = 380;

/** Orders and revenue by week. */
export function VolumeTile({ scope }: { scope: Scope }) {
  const { words, number, shortCount, money, day, days } = useSpeech();
  const asked = useRows({
    subject: 'order',
    measures: ['order_count', 'revenue_amount'],
    span: weeksEnding(scope.lastDay, WEEKS),
    by: 'week',
    filters: scope.unit,
    order: [['business_date', 'asc']],
  });
  const weeks = asked.rows.map((row) => ({
    day: row.day ?? '',
    isWhole: (row.day ?? '') >= scope.firstDay && isWholeWeek(row.day ?? '', scope.lastDay),
    values: [row.order_count ?? 0, row.revenue_amount ?? 0],
  }));
  const weekOf = (monday: string) =>
    days({ from: monday, to: addDays(monday, 6) < scope.lastDay ? addDays(monday, 6) : scope.lastDay });
  const last = weeks.findLast((week) => week.isWhole) ?? weeks.at(-1);
  const sentence = last
    ? `${words.executive.volumeTitle}${words.comma}${weekOf(last.day)} ${words.executive.orders} ${number(last.values[0] ?? 0)}${words.comma}${words.executive.revenue} ${money(last.values[1] ?? 0)}`
    : words.executive.volumeTitle;
  return (
    <Tile
      id="volume"
      className="c6 flat"
      title={words.executive.volumeTitle}
      text={words.executive.volumeText(scope.name)}
      member="executive_order.revenue_amount"
      of={[asked]}
      isEmpty={weeks.length === 0}
      room={HEIGHT}
      table={{
        head: [words.weekOf, words.executive.orders, words.executive.revenue],
        rows: [...weeks].reverse().map((week) => ({
          key: week.day,
          cells: [day(week.day), number(week.values[0] ?? 0), `¥${number(week.values[1] ?? 0)}`],
        })),
      }}
    >
      {() => (
        <Plot
          height={HEIGHT}
          pointCount={weeks.length}
          label={sentence}
          version={JSON.stringify([weeks, words.all])}
          build={(colours) =>
            weeklyOption(
              weeks,
              {
                day,
                panels: [
                  { name: words.executive.orders, axis: shortCount },
                  { name: words.executive.revenue, axis: money },
                ],
                tip: (week) =>
                  `${weekOf(week.day)}<br>${words.executive.orders} <b>${number(week.values[0] ?? 0)}</b><br>${words.executive.revenue} <b>${money(week.values[1] ?? 0)}</b>`,
              },
              colours,
              HEIGHT,
            )
          }
        />
      )}
    </Tile>
  );
}
