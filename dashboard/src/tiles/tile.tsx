import { type ReactNode, useState } from 'react';
import type { Loading } from '../api/use-rows.ts';
import { DataTable, type TableData } from '../charts/data-table.tsx';
import { useSpeech } from '../i18n/speech.tsx';
import { Definition } from './definition.tsx';
import { Empty, Failed, Skeleton, Stale, together } from './states.tsx';

interface TileProps {
  readonly id?: string;
  /** The reader's question. */
  readonly title: string;
  /** Population and unit. */
  readonly text: string;
  /** `view.member` that the definition button explains. */
  readonly member: string;
  /** Everything the tile asked. */
  readonly of: readonly Loading[];
  readonly isEmpty?: boolean;
  readonly emptyTitle?: string;
  readonly emptyText?: string;
  /** Room kept while loading, in px. */
  readonly room: number;
  readonly className?: string;
  readonly footer?: ReactNode;
  /** The table behind a chart. Rows that are text already need none. */
  readonly table?: TableData | null;
  readonly children: () => ReactNode;
}

/** Question, population, figure, and how to read it. */
export function Tile(props: TileProps) {
  const { words } = useSpeech();
  const [isTable, setTable] = useState(false);
  const all = together(props.of);
  const hasData = all.hadAtMs > 0;
  const isReady = hasData && !all.isPending && !props.isEmpty;
  const body = () => {
    if (all.error !== null && !hasData) return <Failed of={all} />;
    if (!hasData || all.isPending) return <Skeleton height={props.room} />;
    if (props.isEmpty)
      return <Empty {...(props.emptyTitle && { title: props.emptyTitle })} {...(props.emptyText && { text: props.emptyText })} />;
    return isTable && props.table ? <DataTable data={props.table} /> : props.children();
  };
  return (
    <section className={`tile ${props.className ?? ''}`} id={props.id}>
      <header>
        <div>
          <h2>{props.title}</h2>
          <p>{props.text}</p>
        </div>
        <Definition member={props.member} />
      </header>
      {hasData && all.error !== null && <Stale of={all} />}
      <div className={`body ${hasData && all.error !== null ? 'old' : ''}`}>{body()}</div>
      {isReady && (props.footer || props.table) && (
        <footer>
          {props.footer}
          {props.table && (
            <span className="end">
              <button type="button" className="act" aria-pressed={isTable} onClick={() => setTable(!isTable)}>
                {isTable ? words.chart : words.table}
              </button>
            </span>
          )}
        </footer>
      )}
    </section>
  );
}
