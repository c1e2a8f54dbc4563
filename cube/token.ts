import { errors, jwtVerify, SignJWT } from 'jose';
import { z } from 'zod';
import { RefusedError } from '../contracts/errors.ts';

/** Who looks at numbers. A token carries exactly one. */
export const TIERS = ['frontline', 'manager', 'executive', 'analyst'] as const;

export type Tier = (typeof TIERS)[number];

const ISSUER = 'echolake';
const AUDIENCE = 'echolake-api';
const SHORTEST_SECRET = 32;

const orgUnit = z.string().min(1).max(200);
const person = { name: z.string().max(200).optional(), name_en: z.string().max(200).optional() };
const ofStoreOrRegion = z.object({ tier: z.enum(['frontline', 'manager']), unit: orgUnit, region: orgUnit, ...person });
const ofCompany = z.object({ tier: z.enum(['executive', 'analyst']), unit: orgUnit, region: orgUnit.optional(), ...person });

/** What a token says of its bearer: a tier, the org unit it stands for and, below the company, that unit's region. */
const claimsSchema = z.discriminatedUnion('tier', [ofStoreOrRegion, ofCompany]);

export type Claims = z.infer<typeof claimsSchema>;

/** @throws {TypeError} when the secret is too short to sign with. */
function keyOf(secret: string): Uint8Array {
  const key = new TextEncoder().encode(secret);
  if (key.length < SHORTEST_SECRET) throw new TypeError(`API secret: expected at least ${SHORTEST_SECRET} bytes`);
  return key;
}

/** An HS256 token. `lifetimeSeconds` counts from `now`. @throws {RefusedError} 403 when the claims are not those of one tier. */
export async function signToken(claims: Claims, secret: string, now: Date, lifetimeSeconds: number): Promise<string> {
  const issuedAt = Math.floor(now.getTime() / 1000);
  return new SignJWT({ ...readClaims(claims) })
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
    .setIssuer(ISSUER)
    .setAudience(AUDIENCE)
    .setIssuedAt(issuedAt)
    .setExpirationTime(issuedAt + lifetimeSeconds)
    .sign(keyOf(secret));
}

/**
 * The claims of a token that is ours and still valid.
 * @throws {RefusedError} 401 when it is missing, expired or not ours; 403 when it is ours but stands for nobody.
 */
export async function verifyToken(token: string | undefined, secret: string, now: Date): Promise<Claims> {
  if (token === undefined || token === '') throw new RefusedError(401, 'Sign in first: the request carries no token.');
  return readClaims(await payloadOf(token, keyOf(secret), now));
}

async function payloadOf(token: string, key: Uint8Array, now: Date): Promise<unknown> {
  try {
    const options = {
      algorithms: ['HS256'],
      issuer: ISSUER,
      audience: AUDIENCE,
      currentDate: now,
      requiredClaims: ['exp', 'iat'],
    };
    return (await jwtVerify(token, key, options)).payload;
  } catch (cause) {
    if (cause instanceof errors.JWTExpired) throw new RefusedError(401, 'The token has expired: sign in again.', { cause });
    throw new RefusedError(401, 'The token is not valid: sign in again.', { cause });
  }
}

function readClaims(payload: unknown): Claims {
  const claims = claimsSchema.safeParse(payload);
  if (claims.success) return claims.data;
  const missing = claims.error.issues[0]?.path[0];
  if (missing === 'unit' || missing === 'region')
    throw new RefusedError(403, `The token names no ${missing}: ask for a new one.`);
  throw new RefusedError(403, `The token's tier is unknown: expected one of ${TIERS.join(', ')}.`);
}
