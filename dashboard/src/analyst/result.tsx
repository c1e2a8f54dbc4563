import type { Catalogue } from '../api/meta.ts';
import { type Json, numberOrNull, plainText } from '../api/http.ts';
import { scaleOver } from '../charts/scale.ts';
import { Axis, Track } from '../charts/track.tsx';
import { useSpeech } from '../i18n/speech.tsx';
import { ScrollBox } from '../tiles/scroll-box.tsx';
import { type Column, columnsOf, drawnOf } from './columns.ts';
import { type Draft } from './draft.ts';
import { titleOf } from './names.ts';

/** Rows drawn on screen; the download has them all. */
const MOST_SHOWN = 200;

interface ResultProps {
  readonly catalogue: Catalogue;
  readonly draft: Draft;
  readonly rows: readonly Json[];
}

/** The answer as a table, with a whisker or a bar of the first measure in each row. */
export function Result({ catalogue, draft, rows }: ResultProps) {
  const { words, language, number, range } = useSpeech();
  const columns = columnsOf(draft, catalogue);
  const drawn = drawnOf(columns, draft.measures);
  const shown = rows.slice(0, MOST_SHOWN);
  const isInterval = drawn !== null && rows.some((row) => drawn.interval(row) !== null);
  const values =
    drawn === null ? [] : shown.flatMap((row) => [drawn.value(row), drawn.interval(row)?.low, drawn.interval(row)?.high]);
  const numbers = values.filter((value) => typeof value === 'number');
  const scale = scaleOver(numbers, isInterval ? { parts: 3 } : { include: 0, parts: 3 });
  const heading = (column: Column) => (column.kind === 'interval' ? words.interval : titleOf(catalogue, language, column.member));
  const cell = (column: Column, row: Json) => {
    if (column.kind === 'text') {
      const text = plainText(row[column.key]) ?? '–';
      return /^\d{4}-\d\d-\d\dT00:00:00/.test(text) ? text.slice(0, 10) : text;
    }
    const factor = column.isShare ? 100 : 1;
    if (column.kind === 'interval') {
      const low = numberOrNull(row[column.low]);
      const high = numberOrNull(row[column.high]);
      return low === null || high === null ? '–' : range(factor * low, factor * high);
    }
    const value = numberOrNull(row[column.key]);
    if (value === null) return '–';
    const decimals = column.isShare ? 1 : Number.isInteger(value) ? 0 : Math.abs(value) < 1 ? 3 : 1;
    return `${number(factor * value, decimals)}${column.isShare ? '%' : ''}`;
  };
  const mark = (row: Json) => {
    const value = drawn?.value(row) ?? null;
    if (drawn === null || value === null) return null;
    const bounds = drawn.interval(row);
    if (bounds)
      return <Track scale={scale} value={value} {...bounds} label={`${number(value, 1)} ${range(bounds.low, bounds.high)}`} />;
    return (
      <span className="qbar" aria-hidden="true">
        <i style={{ width: `${(100 * Math.max(0, value)) / (scale.max || 1)}%` }} />
      </span>
    );
  };
  const sortedBy = (column: Column) =>
    column.kind !== 'interval' && draft.order?.member === column.member
      ? draft.order.way === 'asc'
        ? ('ascending' as const)
        : ('descending' as const)
      : undefined;
  return (
    <ScrollBox label={words.analyst.result}>
      <table className="qt">
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column.key} scope="col" className={column.kind === 'text' ? '' : 'num'} aria-sort={sortedBy(column)}>
                {heading(column)}
                {sortedBy(column) === 'descending' && ' ↓'}
                {sortedBy(column) === 'ascending' && ' ↑'}
              </th>
            ))}
            {drawn && (
              <th scope="col" className="tr">
                <span className="sr">{words.chart}</span>
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {shown.map((row, index) => (
            <tr key={columns.map((column) => plainText(row[column.key]) ?? index).join('|')}>
              {columns.map((column, at) => {
                const className = column.kind === 'text' ? 'txt' : column.kind === 'interval' ? 'num ci' : 'num';
                return at === 0 && column.kind === 'text' ? (
                  <th key={column.key} scope="row">
                    {cell(column, row)}
                  </th>
                ) : (
                  <td key={column.key} className={className}>
                    {cell(column, row)}
                  </td>
                );
              })}
              {drawn && <td className="tr">{mark(row)}</td>}
            </tr>
          ))}
        </tbody>
        {drawn && numbers.length > 0 && (
          <tfoot aria-hidden="true">
            <tr>
              <td colSpan={columns.length}>&nbsp;</td>
              <td className="tr">
                <Axis scale={scale} />
              </td>
            </tr>
          </tfoot>
        )}
      </table>
      {rows.length > MOST_SHOWN && <p className="muted small">{words.analyst.cut(number(MOST_SHOWN))}</p>}
    </ScrollBox>
  );
}
