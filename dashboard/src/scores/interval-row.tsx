import type { ReactNode } from 'react';
import type { Scale } from '../charts/scale.ts';
import { type Tone, Track } from '../charts/track.tsx';
import { useSpeech } from '../i18n/speech.tsx';
import type { Reading } from '../statistics/estimate.ts';
import { Change, TooFew } from '../tiles/figures.tsx';

interface IntervalRowProps {
  readonly name: ReactNode;
  readonly label: string;
  readonly now: Reading;
  readonly before: Reading;
  readonly scale: Scale;
  /** The change stands among all that were tested. */
  readonly stands: boolean;
  readonly better?: 'up' | 'down';
  readonly reference?: number | null;
  readonly tone?: Tone;
  readonly isSquare?: boolean;
  readonly unit?: string;
  readonly isContinued?: boolean;
}

/** One unit: its name, interval on the shared axis, value, interval, n and change. */
export function IntervalRow(props: IntervalRowProps) {
  const { number, range } = useSpeech();
  const { name, now, before, scale, unit = '' } = props;
  const estimate = now.estimate;
  return (
    <div className={`rg ${props.isContinued ? 'continued' : ''}`}>
      <span>{name}</span>
      {estimate === null ? (
        <span />
      ) : (
        <Track
          scale={scale}
          {...estimate}
          hollow={before.estimate?.value ?? null}
          reference={props.reference ?? null}
          tone={props.tone ?? 'mark'}
          isSquare={props.isSquare ?? false}
          height={24}
          label={`${props.label} ${number(estimate.value, 1)}${unit} ${range(estimate.low, estimate.high)}`}
        />
      )}
      <div className="r">
        {estimate === null ? (
          <TooFew n={now.n} />
        ) : (
          <>
            <b>
              {number(estimate.value, 1)}
              {unit}
            </b>{' '}
            <span className="ci">{range(estimate.low, estimate.high)}</span>
            <br />
            <span className="ci">n {number(now.n)}</span>{' '}
            <Change now={estimate} before={before.estimate} stands={props.stands} better={props.better ?? 'up'} isShort />
          </>
        )}
      </div>
    </div>
  );
}
