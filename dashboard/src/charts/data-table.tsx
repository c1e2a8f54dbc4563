import type { ReactNode } from 'react';
import { useSpeech } from '../i18n/speech.tsx';
import { ScrollBox } from '../tiles/scroll-box.tsx';

export interface TableData {
  readonly head: readonly string[];
  readonly rows: readonly { readonly key: string; readonly cells: readonly ReactNode[] }[];
}

/** The figures behind a chart. It scrolls in the chart's room; its head stays. */
export function DataTable({ data }: { data: TableData }) {
  const { words } = useSpeech();
  return (
    <ScrollBox className="scroll behind" label={words.chartData}>
      <table className="tbl">
        <thead>
          <tr>
            {data.head.map((name, index) => (
              <th key={name} scope="col" className={index > 0 ? 'num' : ''}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {data.rows.map(({ key, cells }) => (
            <tr key={key}>
              {cells.map((cell, index) =>
                index === 0 ? (
                  <th key={data.head[index]} scope="row">
                    {cell}
                  </th>
                ) : (
                  <td key={data.head[index]} className="num">
                    {cell}
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollBox>
  );
}
