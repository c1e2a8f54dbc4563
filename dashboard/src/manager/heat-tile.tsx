import { useRows } from '../api/use-rows.ts';
import { useSpeech } from '../i18n/speech.tsx';
import { CSAT, csatOf } from '../scores/reading.ts';
import type { Scope } from '../scores/scope.ts';
import { inJourneyOrder, touchpointName } from '../scores/touchpoints.ts';
import { sideOf } from '../statistics/compare.ts';
import type { Reading } from '../statistics/estimate.ts';
import { Count } from '../tiles/figures.tsx';
import { ScrollBox } from '../tiles/scroll-box.tsx';
import { Tile } from '../tiles/tile.tsx';

const MOST_REGIONS = 4;

/** How strong a colour a difference gets: 1 under 3 points, 2 under 6, 3 beyond. */
export function strengthOf(points: number): 1 | 2 | 3 {
  const size = Math.abs(points);
  if (size < 3) return 1;
  return size < 6 ? 2 : 3;
}

/** CSAT by stage and region; a cell is coloured only when its interval leaves out the chain's value. */
export function HeatTile({ scope, region }: { scope: Scope; region: string }) {
  const { words, named, number } = useSpeech();
  const cells = useRows({
    subject: 'reference',
    measures: CSAT,
    dimensions: ['touchpoint', 'region_id', 'region_name', 'region_name_en'],
    span: scope.span,
    order: [['csat_n', 'desc']],
  });
  const chain = useRows({ subject: 'reference', measures: CSAT, dimensions: ['touchpoint'], span: scope.span });
  const known = cells.rows.filter((row) => row.touchpoint !== null && row.region_id !== null && (row.csat_n ?? 0) > 0);
  const touchpoints = [...new Set(known.map((row) => row.touchpoint ?? ''))].sort(inJourneyOrder);
  const names = new Map(known.map((row) => [row.region_id ?? '', named(row.region_name, row.region_name_en)]));
  const others = [...names.keys()].filter((id) => id !== region);
  const columns = [region, ...others].filter((id) => names.has(id)).slice(0, MOST_REGIONS);
  const cellOf = new Map(known.map((row) => [`${row.touchpoint} ${row.region_id}`, csatOf(row)]));
  const chainOf = new Map(chain.rows.map((row) => [row.touchpoint ?? '', csatOf(row)]));
  return (
    <Tile
      id="stages"
      className="c5"
      title={words.manager.heatTitle}
      text={words.manager.heatText}
      member="reference_score.csat"
      of={[cells, chain]}
      isEmpty={touchpoints.length === 0}
      room={420}
      footer={
        <span className="legend">
          <span>
            <i className="sw" style={{ background: 'var(--div-b2)' }} />
            {words.manager.heatBelow}
          </span>
          <span>
            <i className="sw" />
            {words.manager.heatLevel}
          </span>
          <span>
            <i className="sw" style={{ background: 'var(--div-a2)' }} />
            {words.manager.heatAbove}
          </span>
        </span>
      }
    >
      {() => (
        <ScrollBox label={words.manager.heatTitle}>
          <table className="heat">
            <thead>
              <tr>
                <th scope="col">
                  <span className="sr">{words.manager.stage}</span>
                </th>
                {columns.map((id) => (
                  <th key={id} scope="col">
                    {id === region ? <b>{names.get(id)}</b> : names.get(id)}
                  </th>
                ))}
                <th scope="col">{words.chain}</th>
              </tr>
            </thead>
            <tbody>
              {touchpoints.map((touchpoint) => {
                const line = chainOf.get(touchpoint)?.estimate?.value ?? null;
                return (
                  <tr key={touchpoint}>
                    <th scope="row">{touchpointName(words, touchpoint, true)}</th>
                    {columns.map((id) => (
                      <HeatCell key={id} reading={cellOf.get(`${touchpoint} ${id}`) ?? { n: 0, estimate: null }} line={line} />
                    ))}
                    <td className="none">
                      <b>{line === null ? '–' : number(line, 1)}</b>
                    </td>
                  </tr>
                );
              })}
            </tbody>
          </table>
        </ScrollBox>
      )}
    </Tile>
  );
}

function HeatCell({ reading, line }: { reading: Reading; line: number | null }) {
  const { words, number, range } = useSpeech();
  const { estimate, n } = reading;
  if (n === 0) return <td className="none">–</td>;
  if (estimate === null) {
    return (
      <td className="few">
        <Count n={n} />
        <small>{words.state.fewShort}</small>
      </td>
    );
  }
  const side = line === null ? 'level' : sideOf(estimate, line);
  const tone = side === 'level' ? undefined : `${side === 'above' ? 'a' : 'b'}${strengthOf(estimate.value - (line ?? 0))}`;
  return (
    <td data-tone={tone}>
      <b>
        {side === 'above' ? '▲ ' : side === 'below' ? '▼ ' : ''}
        {number(estimate.value, 1)}
      </b>
      <small>
        {range(estimate.low, estimate.high, 0)} · n {number(n)}
      </small>
    </td>
  );
}
