import { decodeJwt } from 'jose';
import { describe, expect, it } from 'vitest';
import { signToken, verifyToken } from '../../cube/token.ts';

const SECRET = 'a secret for tests, long enough to sign with';
const noon = new Date('2026-11-05T04:00:00Z');
const later = (seconds: number) => new Date(noon.getTime() + seconds * 1000);
const claims = { tier: 'manager', unit: 'east', region: 'east', name: '华东经理', name_en: 'East manager' } as const;

describe('a token', () => {
  it('carries its claims and nothing else of its bearer', async () => {
    const token = await signToken(claims, SECRET, noon, 3600);
    expect(await verifyToken(token, SECRET, later(10))).toEqual(claims);
    expect(decodeJwt(token)).toEqual({ ...claims, iss: 'echolake', aud: 'echolake-api', iat: 1_793_851_200, exp: 1_793_854_800 });
  });

  it('holds until its last second', async () => {
    const token = await signToken(claims, SECRET, noon, 60);
    expect(await verifyToken(token, SECRET, later(59))).toEqual(claims);
    await expect(verifyToken(token, SECRET, later(61))).rejects.toMatchObject({
      status: 401,
      message: expect.stringMatching(/expired/),
    });
  });

  it('is not signed for claims that stand for nobody', async () => {
    await expect(signToken({ ...claims, unit: '' }, SECRET, noon, 60)).rejects.toMatchObject({ status: 403 });
  });

  it('is not signed with a short secret', async () => {
    await expect(signToken(claims, 'short', noon, 60)).rejects.toThrow(/at least 32 bytes/);
  });
});
