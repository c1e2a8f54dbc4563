import { useSpeech } from '../i18n/speech.tsx';
import { difference, LEVEL } from '../statistics/compare.ts';
import type { Estimate } from '../statistics/estimate.ts';

/** The n in its box. */
export function Count({ n }: { n: number }) {
  const { number } = useSpeech();
  return <span className="n">n {number(n)}</span>;
}

interface ChangeProps {
  readonly now: Estimate;
  readonly before: Estimate | null;
  /** The direction that is better. */
  readonly better?: 'up' | 'down';
  readonly decimals?: number;
  /** Overrides the plain test, when many were made at once. */
  readonly stands?: boolean;
  /** Words after the figure: on what. */
  readonly versus?: string;
  readonly isShort?: boolean;
}

/** An arrow and the size of a change, only when its test stands; otherwise the words that it does not. */
export function Change({ now, before, better = 'up', decimals = 1, stands, versus, isShort = false }: ChangeProps) {
  const { words, number } = useSpeech();
  if (before === null) return <span className="same">{isShort ? '' : words.noPrior}</span>;
  const change = difference(now, before);
  if (!(stands ?? change.p < LEVEL)) return <span className="same">{isShort ? words.noChangeShort : words.noClearChange}</span>;
  const isUp = change.value > 0;
  const isGood = isUp === (better === 'up');
  return (
    <span className={`${isUp ? 'up' : 'down'} ${isGood ? 'is-good' : 'is-bad'}`}>
      {isUp ? '▲' : '▼'} {number(Math.abs(change.value), decimals)}
      {versus ? ` ${versus}` : ''}
    </span>
  );
}

/** A count that is too small to show its value. */
export function TooFew({ n }: { n: number }) {
  const { words } = useSpeech();
  return (
    <span className="few">
      {words.state.fewShort} <Count n={n} />
    </span>
  );
}
