import { useSpeech } from '../i18n/speech.tsx';
import { placeOn, type Scale } from './scale.ts';

export type Tone = 'mark' | 'good' | 'bad' | 'ref' | 'cat-1' | 'cat-2';

const INK: Record<Tone, string> = {
  mark: 'var(--chart-mark)',
  good: 'var(--good)',
  bad: 'var(--bad)',
  ref: 'var(--chart-ref)',
  'cat-1': 'var(--cat-1)',
  'cat-2': 'var(--cat-2)',
};

interface TrackProps {
  readonly scale: Scale;
  readonly value: number;
  readonly low: number;
  readonly high: number;
  /** Read out instead of the drawing. */
  readonly label: string;
  readonly tone?: Tone;
  readonly isSquare?: boolean;
  /** A dashed line to compare with. */
  readonly reference?: number | null;
  /** A small hollow dot: the value before, or before shrinking. */
  readonly hollow?: number | null;
  readonly height?: number;
}

/** One interval on a shared axis: whisker, estimate, reference, an earlier value. Drawn in per cent, so it needs no measuring. */
export function Track(props: TrackProps) {
  const { scale, value, low, high, label, tone = 'mark', isSquare = false, reference, hollow, height = 20 } = props;
  const middle = height / 2;
  const ink = INK[tone];
  return (
    <svg className="track" style={{ height }} role="img" aria-label={label}>
      {scale.ticks.map((tick) => (
        <line key={tick} className="g" x1={placeOn(scale, tick)} x2={placeOn(scale, tick)} y1={0} y2={height} />
      ))}
      {reference !== null && reference !== undefined && (
        <line className="ref" x1={placeOn(scale, reference)} x2={placeOn(scale, reference)} y1={0} y2={height} />
      )}
      <line
        className="whisker"
        x1={placeOn(scale, low)}
        x2={placeOn(scale, high)}
        y1={middle}
        y2={middle}
        style={{ stroke: ink }}
      />
      {hollow !== null && hollow !== undefined && <circle className="hollow" cx={placeOn(scale, hollow)} cy={middle} r={2.6} />}
      {isSquare ? (
        <svg x={placeOn(scale, value)} y={middle} overflow="visible">
          <rect className="dot" x={-4} y={-4} width={8} height={8} style={{ fill: ink }} />
        </svg>
      ) : (
        <circle className="dot" cx={placeOn(scale, value)} cy={middle} r={4} style={{ fill: ink }} />
      )}
    </svg>
  );
}

/** The numbers under a column of tracks. */
export function Axis({ scale, decimals = 0 }: { scale: Scale; decimals?: number }) {
  const { number } = useSpeech();
  const needed = scale.ticks.some((tick) => !Number.isInteger(tick)) ? Math.max(1, decimals) : decimals;
  return (
    <svg className="track" style={{ height: 16 }} aria-hidden="true">
      {scale.ticks.map((tick) => (
        <text key={tick} x={placeOn(scale, tick)} y={12} textAnchor="middle">
          {number(tick, needed)}
        </text>
      ))}
    </svg>
  );
}
