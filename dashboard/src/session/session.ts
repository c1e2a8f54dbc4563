import { useSyncExternalStore } from 'react';
import { isRecord, numberOrNull, textOrNull } from '../api/http.ts';
import { type Person, isTier } from '../api/sign-in.ts';

/** A signed-in person with the token that speaks for them. */
export interface Session {
  readonly token: string;
  readonly person: Person;
  /** Own region, for those who have one. */
  readonly region: string | null;
  readonly expiresAtMs: number;
}

/** Why nobody is signed in. */
export type Absence = 'never' | 'left' | 'expired';

export type State = { readonly session: Session } | { readonly session: null; readonly why: Absence };

const KEY = 'echolake.session';

function payloadOf(token: string): Readonly<Record<string, unknown>> {
  try {
    const middle = (token.split('.')[1] ?? '').replaceAll('-', '+').replaceAll('_', '/');
    const bytes = Uint8Array.from(atob(middle), (letter) => letter.charCodeAt(0));
    const claims: unknown = JSON.parse(new TextDecoder().decode(bytes));
    return isRecord(claims) ? claims : {};
  } catch {
    return {};
  }
}

/** The session a token stands for. What the token claims about tier and unit goes before what the list of people says. */
export function toSession(token: string, person: Person): Session {
  const claims = payloadOf(token);
  return {
    token,
    person: {
      ...person,
      tier: isTier(claims['tier']) ? claims['tier'] : person.tier,
      unit: textOrNull(claims['unit']) ?? person.unit,
    },
    region: textOrNull(claims['region']),
    expiresAtMs: (numberOrNull(claims['exp']) ?? Number.POSITIVE_INFINITY) * 1000,
  };
}

function remembered(): State {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(KEY) ?? 'null');
    const person = isRecord(kept) && isRecord(kept['person']) ? kept['person'] : {};
    const token = isRecord(kept) ? textOrNull(kept['token']) : null;
    const field = (name: string) => textOrNull(person[name]) ?? '';
    if (token === null || !isTier(person['tier'])) return { session: null, why: 'never' };
    return {
      session: toSession(token, {
        id: field('id'),
        tier: person['tier'],
        unit: field('unit'),
        unitName: field('unitName'),
        unitNameEn: field('unitNameEn'),
        name: field('name'),
        nameEn: field('nameEn'),
      }),
    };
  } catch {
    return { session: null, why: 'never' };
  }
}

let state: State | null = null;
const listeners = new Set<() => void>();

function current(): State {
  state ??= remembered();
  return state;
}

function change(next: State): void {
  state = next;
  for (const listener of listeners) listener();
}

/** Keeps the session for this browser tab. */
export function enter(session: Session): void {
  sessionStorage.setItem(KEY, JSON.stringify({ token: session.token, person: session.person }));
  change({ session });
}

/** Forgets the session. The address stays, so that signing in again returns to it. */
export function leave(why: Absence): void {
  sessionStorage.removeItem(KEY);
  change({ session: null, why });
}

export function useSessionState(): State {
  return useSyncExternalStore((listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }, current);
}

export function isExpired(session: Session, nowMs: number): boolean {
  return session.expiresAtMs <= nowMs;
}
