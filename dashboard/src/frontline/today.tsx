import { useRows } from '../api/use-rows.ts';
import { useSpeech } from '../i18n/speech.tsx';
import { addDays, mondayOf, type Span } from '../period/period.ts';
import { Failed, Skeleton, together } from '../tiles/states.tsx';

/** Answers and orders of the latest day and of its week so far, beside the day before and the same days last week. */
export function Today({ lastDay }: { lastDay: string }) {
  const { words, number, day } = useSpeech();
  const say = words.frontline;
  const monday = mondayOf(lastDay);
  const spans: Record<'today' | 'yesterday' | 'week' | 'lastWeek', Span> = {
    today: { from: lastDay, to: lastDay },
    yesterday: { from: addDays(lastDay, -1), to: addDays(lastDay, -1) },
    week: { from: monday, to: lastDay },
    lastWeek: { from: addDays(monday, -7), to: addDays(lastDay, -7) },
  };
  const whole: Span = { from: addDays(monday, -7), to: lastDay };
  const answers = useRows({ subject: 'score', measures: ['response_count'], span: whole, by: 'day' });
  const orders = useRows({ subject: 'order', measures: ['order_count'], span: whole, by: 'day' });
  const of = together([answers, orders]);
  if (of.error !== null && of.hadAtMs === 0) return <Failed of={of} />;
  if (of.isPending) return <Skeleton height={150} />;
  const answersIn = (span: Span) =>
    sumIn(
      answers.rows.map((row) => [row.day, row.response_count]),
      span,
    );
  const ordersIn = (span: Span) =>
    sumIn(
      orders.rows.map((row) => [row.day, row.order_count]),
      span,
    );
  const cells = [
    [say.answersToday, answersIn(spans.today), say.yesterday(number(answersIn(spans.yesterday)))],
    [say.answersWeek, answersIn(spans.week), say.lastWeek(number(answersIn(spans.lastWeek)))],
    [say.ordersToday, ordersIn(spans.today), say.yesterday(number(ordersIn(spans.yesterday)))],
    [say.ordersWeek, ordersIn(spans.week), say.lastWeek(number(ordersIn(spans.lastWeek)))],
  ] as const;
  return (
    <section id="today" className="sec">
      <header>
        <h1>{say.todayTitle(day(lastDay))}</h1>
        <p>{say.todayText}</p>
      </header>
      <dl className="kpis four">
        {cells.map(([name, value, earlier]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>
              <div className="v">{number(value)}</div>
              <div className="ci">{earlier}</div>
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function sumIn(days: readonly (readonly [string | null, number | null])[], span: Span): number {
  return days.reduce((sum, [day, count]) => (day !== null && day >= span.from && day <= span.to ? sum + (count ?? 0) : sum), 0);
}
