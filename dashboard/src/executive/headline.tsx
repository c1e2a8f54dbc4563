import type { ReactNode } from 'react';
import { useSpeech } from '../i18n/speech.tsx';
import type { Tested } from '../scores/pairs.ts';
import type { Scope } from '../scores/scope.ts';
import { useTargets } from '../scores/targets.ts';
import { MODES, modeName } from '../scores/touchpoints.ts';
import { difference, pool, sideOf } from '../statistics/compare.ts';
import type { Reading } from '../statistics/estimate.ts';
import { Change, Count } from '../tiles/figures.tsx';
import { Failed, Skeleton, together } from '../tiles/states.tsx';
import { SecondClause } from './second-clause.tsx';
import { type RegionMode, useLate, useNps, useRegionModes, useTouchpoints } from './questions.ts';

/** The journeys whose own NPS moved the way the whole did. */
function leaders(pairs: readonly Tested<RegionMode>[], isUp: boolean) {
  const whole = (mode: string, side: 'now' | 'before'): Reading => {
    const estimate = pool(pairs.flatMap((pair) => (pair.key.mode === mode && pair[side].estimate ? [pair[side].estimate] : [])));
    return { n: estimate?.n ?? 0, estimate };
  };
  return MODES.filter((mode) => {
    const now = whole(mode, 'now').estimate;
    const earlier = whole(mode, 'before').estimate;
    if (now === null || earlier === null) return false;
    const change = difference(now, earlier);
    return change.p < 0.05 / MODES.length && change.value > 0 === isUp;
  });
}

/** One sentence made of tested changes only, and the evidence under it. */
export function Headline({ scope, stores }: { scope: Scope; stores: number }) {
  const speech = useSpeech();
  const { words, number, range, bracketed, day } = speech;
  const say = words.executive;
  const nps = useNps(scope);
  const regions = useRegionModes(scope);
  const touchpoints = useTouchpoints(scope);
  const late = useLate(scope);
  const wanted = useTargets('nps', scope.unitId);
  const stageTargets = useTargets('csat', scope.unitId);
  const all = together([...nps.of, ...regions.of, ...touchpoints.of, ...late.of, wanted.of, stageTargets.of]);
  if (all.error !== null && all.hadAtMs === 0) return <Failed of={all} />;
  if (all.isPending) return <Skeleton height={120} />;

  const [whole] = nps.pairs;
  const period = words.lastDays[scope.period];
  const prior = words.priorDays[scope.period];
  const now = whole?.now.estimate ?? null;
  const earlier = whole?.before.estimate ?? null;
  if (whole === undefined || now === null) return <h1>{say.tooFew(period)}</h1>;

  const isUp = (whole.change?.value ?? 0) > 0;
  const target = wanted.on(scope.lastDay);
  const figure = <a href="#trend">{number(now.value, 1)}</a>;
  const names = leaders(regions.pairs, isUp);
  let first: ReactNode;
  if (whole.stands) {
    const led = names.length === 1 ? say.ledBy(isUp ? 'rose' : 'fell', '') : '';
    first = (
      <>
        {isUp ? say.rose(period) : say.fell(period)}
        {figure}
        {say.inPeriod(period)}
        {led && (
          <>
            {led}
            <a href="#regions">{names.map((mode) => words.mid(modeName(words, mode))).join(say.joined)}</a>
          </>
        )}
      </>
    );
  } else {
    first = (
      <>
        {say.level(period)}
        {figure}
        {say.inPeriod(period)}
        {earlier === null ? say.noPriorAfter : say.levelAfter(prior)}
      </>
    );
  }
  return (
    <>
      <h1>
        {first}
        <SecondClause
          touchpoints={touchpoints.pairs}
          late={late.pairs[0]}
          targetOf={(touchpoint) => stageTargets.on(scope.lastDay, touchpoint)}
        />
        {words.stop}
      </h1>
      <p className="ev">
        <span>
          NPS <b>{number(now.value, 1)}</b> {bracketed(range(now.low, now.high))} <Count n={now.n} />
        </span>
        {whole.change && (
          <span>
            <Change now={now} before={earlier} stands={whole.stands} versus={words.on(prior)} />{' '}
            {bracketed(range(whole.change.low, whole.change.high))}
          </span>
        )}
        {target !== null && (
          <span>
            {words.targetOf(number(target, Number.isInteger(target) ? 0 : 1))}
            {words.comma}
            {words.aimed[sideOf(now, target)]}
          </span>
        )}
        <span>
          {stores > 0 && `${say.stores(number(stores))}${words.comma}`}
          {say.latest(day(scope.lastDay))}
        </span>
      </p>
    </>
  );
}
