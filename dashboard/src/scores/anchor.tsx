import type { ReactNode } from 'react';
import { useRows } from '../api/use-rows.ts';
import { Empty, Failed, Skeleton, together } from '../tiles/states.tsx';

const EDGE = { subject: 'score', measures: ['response_count'], by: 'day', limit: 1 } as const;

/** Finds the first and the latest business date in the person's own data; every period counts back from it, never from the clock on the wall. */
export function Anchored({ children }: { children: (lastDay: string, firstDay: string) => ReactNode }) {
  const latest = useRows({ ...EDGE, order: [['business_date', 'desc']] });
  const earliest = useRows({ ...EDGE, order: [['business_date', 'asc']] });
  const lastDay = latest.rows[0]?.day;
  const firstDay = earliest.rows[0]?.day;
  if (lastDay && firstDay) return children(lastDay, firstDay);
  const of = together([latest, earliest]);
  if (of.error !== null) return <Failed of={of} />;
  return of.isPending ? <Waiting /> : <Empty />;
}

function Waiting() {
  return (
    <div className="grid">
      <div className="c8">
        <Skeleton height={400} />
      </div>
      <div className="c4">
        <Skeleton height={400} />
      </div>
    </div>
  );
}
