import type { ReactNode } from 'react';
import { useSpeech } from '../i18n/speech.tsx';
import { numberOrNull } from '../api/http.ts';
import { touchpointName } from './touchpoints.ts';

export const VOICE = [
  'feedback_id',
  'occurred_at',
  'touchpoint',
  'source',
  'nps_score',
  'csat_score',
  'csat_scale_max',
  'comment',
  'is_late',
] as const;

type VoiceRow = { readonly [K in (typeof VOICE)[number]]: string | null };

export interface Score {
  readonly value: number;
  readonly top: number;
  readonly band: 'low' | 'mid' | 'high';
}

/**
 * NPS where it was asked, else satisfaction on its own scale; satisfaction too where it alone is low, or a list of low scores would
 * show a good one. The two lowest boxes of satisfaction are low.
 */
export function scoreOf(row: Pick<VoiceRow, 'nps_score' | 'csat_score' | 'csat_scale_max'>): Score | null {
  const nps = numberOrNull(row.nps_score);
  const csat = numberOrNull(row.csat_score);
  const isLowByCsatAlone = nps !== null && nps > 6 && csat !== null && csat <= 2;
  if (nps !== null && !isLowByCsatAlone) return { value: nps, top: 10, band: nps <= 6 ? 'low' : nps >= 9 ? 'high' : 'mid' };
  if (csat === null) return null;
  const top = numberOrNull(row.csat_scale_max) ?? 5;
  return { value: csat, top, band: csat <= 2 ? 'low' : csat >= top - 1 ? 'high' : 'mid' };
}

/** Cube may write a truth as true, 't' or 1. */
function truthOf(value: string | null): boolean | null {
  if (value === null) return null;
  return value === 'true' || value === 't' || value === '1';
}

/** What one customer said: score, words, when and where. */
export function Voice({ row, children }: { row: VoiceRow; children?: ReactNode }) {
  const { words, number, moment } = useSpeech();
  const score = scoreOf(row);
  const isLate = truthOf(row.is_late);
  const isHan = /\p{Script=Han}/u.test(row.comment ?? '');
  const quoted = isHan ? `「${row.comment}」` : `“${row.comment}”`;
  return (
    <li>
      <span className={`score ${score?.band ?? ''}`}>
        <span className="sr">
          {score ? words.frontline.scoreOf(number(score.value), number(score.top)) : words.frontline.noScore}
        </span>
        <span aria-hidden="true">
          {score ? number(score.value) : '–'}
          {score && score.top !== 10 && <small>/{score.top}</small>}
        </span>
      </span>
      <div>
        {row.comment ? (
          <p className="quote" lang={isHan ? 'zh-CN' : undefined}>
            {quoted}
          </p>
        ) : (
          <p className="muted">{words.frontline.noComment}</p>
        )}
        <p className="meta">
          <span>
            {row.occurred_at && moment(row.occurred_at)}
            {row.touchpoint && ` · ${touchpointName(words, row.touchpoint, true)}`}
            {children}
          </span>
          <span className="tags">
            {row.source === 'review' && <span className="tag">{words.frontline.review}</span>}
            {isLate && <span className="tag warn">{words.frontline.late}</span>}
          </span>
        </p>
      </div>
    </li>
  );
}
