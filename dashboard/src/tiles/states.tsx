import type { ReactNode } from 'react';
import { useSession } from '../session/signed-in.tsx';
import type { Loading } from '../api/use-rows.ts';
import { useSpeech } from '../i18n/speech.tsx';
import { clock } from '../format/date.ts';

/** A grey sketch of what is coming, shown only when it takes longer than a blink. */
export function Skeleton({ height }: { height: number }) {
  const { words } = useSpeech();
  return (
    <div className="state bones" aria-busy="true" style={{ minHeight: height }}>
      <span className="sr">{words.state.loading}</span>
      <div className="bone" style={{ width: '34%', height: 26 }} />
      <div className="bone" style={{ width: '22%' }} />
      <div className="bone" style={{ height: 6, marginTop: 10 }} />
      <div className="bone" style={{ width: '56%' }} />
      {height > 200 && <div className="bone" style={{ flex: 1, minHeight: 60, height: 'auto' }} />}
    </div>
  );
}

/** Nothing here yet, and what will be. */
export function Empty({ title, text }: { title?: string; text?: string }) {
  const { words } = useSpeech();
  return (
    <div className="state">
      <strong>{title ?? words.state.emptyTitle}</strong>
      <p>{text ?? words.state.emptyText}</p>
    </div>
  );
}

/** What the person can see, without a word on what is hidden. */
export function Refused({ children }: { children?: ReactNode }) {
  const { words, named } = useSpeech();
  const { person } = useSession();
  return (
    <div className="state">
      <strong>{words.state.refusedTitle}</strong>
      <p>{words.state.refusedText(named(person.unitName, person.unitNameEn))}</p>
      {children}
    </div>
  );
}

/** Why there is no data, and a way to try again. */
export function Failed({ of }: { of: Loading }) {
  const { words } = useSpeech();
  const { error } = of;
  if (error === null) return null;
  if (error.trouble === 'refused') return <Refused />;
  const because = error.trouble === 'expired' ? 'failed' : error.trouble;
  const reference = [error.status || null, error.requestId && `req ${error.requestId}`].filter(Boolean).join(' · ');
  return (
    <div className="state" role="alert">
      <strong>{words.state.errorTitle}</strong>
      <p>{words.state.because[because]}</p>
      <div className="retry">
        <button type="button" className="btn" onClick={of.retry}>
          {words.state.retry}
        </button>
        {reference && <span className="muted small mono">{reference}</span>}
      </div>
    </div>
  );
}

/** The figures below are old: newer ones could not be had. */
export function Stale({ of }: { of: Loading }) {
  const { words } = useSpeech();
  return (
    <output className="note warn">
      <strong>{words.state.staleTitle(clock(new Date(of.hadAtMs)))}</strong>
      <span>{words.state.staleText}</span>
      <button type="button" className="act" onClick={of.retry}>
        {words.state.retry}
      </button>
    </output>
  );
}

/** The state of several questions that one tile needs. */
export function together(parts: readonly Loading[]): Loading {
  const failed = parts.find((part) => part.error !== null);
  return {
    isPending: parts.some((part) => part.isPending),
    error: failed?.error ?? null,
    hadAtMs: parts.some((part) => part.hadAtMs === 0) ? 0 : Math.min(...parts.map((part) => part.hadAtMs)),
    retry: () => parts.forEach((part) => part.retry()),
  };
}
