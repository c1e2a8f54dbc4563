import { describe, expect, it } from 'vitest';
import { changed, readAddress } from '../../dashboard/src/address/address.ts';
import type { Person } from '../../dashboard/src/api/sign-in.ts';
import { isExpired, toSession } from '../../dashboard/src/session/session.ts';

const read = (query: string, browser = 'zh-CN') => readAddress(new URLSearchParams(query), browser);

describe('the address', () => {
  it('holds period, unit, language and scheme', () => {
    expect(read('period=91d&unit=east&lang=en&theme=dark')).toEqual({
      period: 91,
      unit: 'east',
      language: 'en',
      theme: 'dark',
      query: null,
    });
  });

  it('falls back to four weeks, the browser’s language and the machine’s scheme', () => {
    expect(read('period=3d&lang=fr&theme=blue', 'de-DE')).toEqual({
      period: 28,
      unit: null,
      language: 'en',
      theme: null,
      query: null,
    });
    expect(read('').language).toBe('zh');
  });

  it('changes what is named and keeps the rest', () => {
    const next = changed(new URLSearchParams('period=7d&unit=east&lang=en'), { unit: null, theme: 'dark', period: 28 });
    expect(next.toString()).toBe('period=28d&lang=en&theme=dark');
  });
});

describe('a session', () => {
  const person: Person = { id: 'x', tier: 'manager', unit: 'south', unitName: '', unitNameEn: '', name: '', nameEn: '' };
  const token = (claims: unknown) => `h.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.s`;

  it('believes the token before the list of people', () => {
    const session = toSession(token({ tier: 'frontline', unit: 'S001', region: 'east', name: '陶小满', exp: 100 }), person);
    expect(session.person).toMatchObject({ tier: 'frontline', unit: 'S001' });
    expect(session.region).toBe('east');
  });

  it('ends on the second its token does', () => {
    const session = toSession(token({ exp: 100 }), person);
    expect(isExpired(session, 99_999)).toBe(false);
    expect(isExpired(session, 100_000)).toBe(true);
  });

  it('survives a token that is none', () => {
    expect(toSession('nonsense', person).person).toEqual(person);
  });
});
