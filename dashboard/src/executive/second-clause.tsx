import { useSpeech } from '../i18n/speech.tsx';
import type { Tested } from '../scores/pairs.ts';
import { touchpointName } from '../scores/touchpoints.ts';
import { farthestBelow } from './shortfall.ts';

/** The stage whose interval lies wholly below every other's, if there is one. */
function weakest(pairs: readonly Tested<string>[]): Tested<string> | null {
  const scored = pairs.filter((pair) => pair.now.estimate !== null);
  const ascending = scored.sort((a, b) => (a.now.estimate?.value ?? 0) - (b.now.estimate?.value ?? 0));
  const [first, second] = ascending;
  if (!first?.now.estimate || !second?.now.estimate) return null;
  return first.now.estimate.high < second.now.estimate.low ? first : null;
}

interface SecondClauseProps {
  readonly touchpoints: readonly Tested<string>[];
  readonly late: Tested<'all'> | undefined;
  readonly targetOf: (touchpoint: string) => number | null;
}

/**
 * What needs a decision: the strongest change for the worse that stands, else the stage that is farthest below its target,
 * else the strongest change for the better, else the one stage that is clearly the weakest, else nothing.
 */
export function SecondClause({ touchpoints, late, targetOf }: SecondClauseProps) {
  const { words, number } = useSpeech();
  const say = words.executive;
  const moved = touchpoints
    .filter((pair) => pair.stands)
    .sort((a, b) => Math.abs(b.change?.z ?? 0) - Math.abs(a.change?.z ?? 0))[0];
  const short = farthestBelow(touchpoints, targetOf);
  const isWorse = (moved?.change?.value ?? 0) < 0 || (late?.stands && (late.change?.value ?? 0) > 0);
  if (short !== null && !isWorse) {
    const { touchpoint, estimate, target } = short;
    return (
      <>
        {words.semicolon}
        {say.shortBefore}
        <a href="#stages">{words.mid(touchpointName(words, touchpoint, true))}</a>
        {say.shortAfter(
          number(estimate.value, 1),
          number(target, Number.isInteger(target) ? 0 : 1),
          number(target - estimate.value, 1),
        )}
      </>
    );
  }
  const isLateStronger = late?.stands && Math.abs(late.change?.z ?? 0) > Math.abs(moved?.change?.z ?? 0);
  if (late?.change && late.now.estimate && isLateStronger) {
    return (
      <>
        {words.semicolon}
        {say.lateMoved(late.change.value > 0 ? 'rose' : 'fell')}
        <a href="#late">{number(late.now.estimate.value, 1)}%</a>
      </>
    );
  }
  if (moved?.change && moved.now.estimate) {
    return (
      <>
        {words.semicolon}
        <a href="#stages">{words.mid(touchpointName(words, moved.key, true))}</a>
        {say.touchpointMoved(moved.change.value > 0 ? 'rose' : 'fell')}
        {number(moved.now.estimate.value, 1)}%
      </>
    );
  }
  const low = weakest(touchpoints);
  if (!low?.now.estimate) return null;
  return (
    <>
      {words.semicolon}
      {say.lowest}
      <a href="#stages">{words.mid(touchpointName(words, low.key, true))}</a>
      {words.comma}CSAT {number(low.now.estimate.value, 1)}%
    </>
  );
}
