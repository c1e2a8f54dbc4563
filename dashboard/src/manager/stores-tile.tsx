import { type ReactNode, useState } from 'react';
import { useAddress } from '../address/address.ts';
import { useRows } from '../api/use-rows.ts';
import { placeOn, type Scale, scaleOver } from '../charts/scale.ts';
import { Axis, type Tone, Track } from '../charts/track.tsx';
import { useSpeech } from '../i18n/speech.tsx';
import { NPS, npsOf } from '../scores/reading.ts';
import type { Scope } from '../scores/scope.ts';
import { Tile } from '../tiles/tile.tsx';
import { type RankedStore, rank, type Ranking } from './rank.ts';

/** Which stores of the region differ from the others beyond chance. */
export function StoresTile({ scope }: { scope: Scope }) {
  const { words, named, number } = useSpeech();
  const asked = useRows({
    subject: 'score',
    measures: NPS,
    dimensions: ['org_unit_id', 'store_name', 'store_name_en'],
    span: scope.span,
  });
  const ranking = rank(
    asked.rows.map((row) => ({
      id: row.org_unit_id ?? '',
      name: words.store(named(row.store_name, row.store_name_en)),
      reading: npsOf(row),
    })),
  );
  return (
    <Tile
      id="stores"
      className="c7"
      title={words.manager.storesTitle}
      text={words.manager.storesText(words.lastDays[scope.period])}
      member="manager_score.nps"
      of={[asked]}
      isEmpty={ranking === null}
      room={520}
      footer={
        <span className="legend">
          <span>
            <svg aria-hidden="true">
              <line className="whisker" x1="1" y1="6" x2="21" y2="6" style={{ stroke: 'var(--chart-mark)' }} />
              <circle cx="11" cy="6" r="4" style={{ fill: 'var(--chart-mark)' }} />
            </svg>
            {words.manager.shrunk}
          </span>
          <span>
            <svg aria-hidden="true">
              <circle className="hollow" cx="11" cy="6" r="2.6" />
            </svg>
            {words.manager.own}
          </span>
          <span>
            <svg aria-hidden="true">
              <line className="ref" x1="11" y1="0" x2="11" y2="12" />
            </svg>
            {words.manager.regionWord}
          </span>
          {ranking && ranking.hiddenCount > 0 && <span>{words.manager.hiddenStores(number(ranking.hiddenCount))}</span>}
        </span>
      }
    >
      {() => ranking && <Groups ranking={ranking} />}
    </Tile>
  );
}

function Groups({ ranking }: { ranking: Ranking }) {
  const { words, number } = useSpeech();
  const [isOpen, setOpen] = useState(false);
  const { above, level, below, region } = ranking;
  const all = [...above, ...level, ...below];
  const scale = scaleOver(
    all.flatMap(({ own, shrunk }) => [shrunk.low, shrunk.high, own.value]),
    { floor: -100, ceiling: 100, include: region, parts: 5 },
  );
  const rows = (stores: readonly RankedStore[], tone: Tone) => (
    <ul>
      {stores.map((store) => (
        <StoreRow key={store.id} store={store} scale={scale} region={region} tone={tone} />
      ))}
    </ul>
  );
  return (
    <div>
      {above.length > 0 && <GroupHead name={words.manager.above} from={1} count={above.length} />}
      {rows(above, 'good')}
      {level.length > 0 && (
        <>
          <GroupHead name={words.manager.level} from={above.length + 1} count={level.length}>
            <button type="button" className="act" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
              {isOpen ? words.manager.hide : words.manager.show(number(level.length))}
            </button>
          </GroupHead>
          <div className="rk strip">
            <span className="name muted">{words.manager.oneDot}</span>
            <Strip stores={level} scale={scale} region={region} />
            <span className="est">
              <b className="strong">{number(region, 1)}</b> <span className="ci">{words.manager.regionWord}</span>
            </span>
            <span className="ci">n {number(level.reduce((sum, { own }) => sum + own.n, 0))}</span>
          </div>
          {isOpen && rows(level, 'mark')}
        </>
      )}
      {below.length > 0 && <GroupHead name={words.manager.below} from={above.length + level.length + 1} count={below.length} />}
      {rows(below, 'bad')}
      <div className="rk foot">
        <span />
        <Axis scale={scale} />
        <span className="est" aria-hidden="true" />
        <span />
      </div>
    </div>
  );
}

function GroupHead({ name, from, count, children }: { name: string; from: number; count: number; children?: ReactNode }) {
  const { words, number } = useSpeech();
  const place =
    count > 1 ? words.manager.tied(number(from), number(from + count - 1), number(count)) : words.manager.place(number(from));
  return (
    <div className="grp">
      <strong>{name}</strong>
      <span className="muted">{place}</span>
      {children}
    </div>
  );
}

function StoreRow({ store, scale, region, tone }: { store: RankedStore; scale: Scale; region: number; tone: Tone }) {
  const { number, range } = useSpeech();
  const { hrefWith, change } = useAddress();
  const { shrunk, own } = store;
  return (
    <li className="rk">
      <a
        className="name"
        href={hrefWith({ unit: store.id })}
        onClick={(event) => {
          event.preventDefault();
          change({ unit: store.id });
          scrollTo({ top: 0 });
        }}
      >
        {store.name}
      </a>
      <Track
        scale={scale}
        {...shrunk}
        reference={region}
        hollow={own.value}
        tone={tone}
        label={`${store.name} ${number(shrunk.value, 1)} ${range(shrunk.low, shrunk.high)}`}
      />
      <span className="est">
        <b className="strong">{number(shrunk.value, 1)}</b> <span className="ci">{range(shrunk.low, shrunk.high)}</span>
      </span>
      <span className="ci">n {number(own.n)}</span>
    </li>
  );
}

const DOT_STEPS = 48;

/** Stores that cannot be told apart, one dot each, stacked where they meet. */
function Strip({ stores, scale, region }: { stores: readonly RankedStore[]; scale: Scale; region: number }) {
  const { words, number } = useSpeech();
  const step = (scale.max - scale.min) / DOT_STEPS;
  const heights = new Map<number, number>();
  const dots = stores.map(({ id, shrunk }) => {
    const bin = Math.round((shrunk.value - scale.min) / step);
    const height = (heights.get(bin) ?? 0) + 1;
    heights.set(bin, height);
    return { id, bin, height };
  });
  const room = Math.max(40, 7 * Math.max(...heights.values()) + 10);
  return (
    <svg className="track" style={{ height: room }} role="img" aria-label={words.manager.stripLabel(number(stores.length))}>
      {scale.ticks.map((tick) => (
        <line key={tick} className="g" x1={placeOn(scale, tick)} x2={placeOn(scale, tick)} y1={0} y2={room} />
      ))}
      <line className="ref" x1={placeOn(scale, region)} x2={placeOn(scale, region)} y1={0} y2={room} />
      {dots.map(({ id, bin, height }) => (
        <circle key={id} className="pile" cx={placeOn(scale, scale.min + bin * step)} cy={room + 2 - 7 * height} r={3} />
      ))}
    </svg>
  );
}
