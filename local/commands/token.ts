import { resolve } from 'node:path';
import { z } from 'zod';
import { UsageError } from '../../contracts/errors.ts';
import { nearest } from '../../contracts/nearest.ts';
import { type Claims, signToken, TIERS, type Tier } from '../../cube/token.ts';
import { readOnly } from '../../warehouse/engines/duckdb/read-only.ts';
import { openPublished } from '../../warehouse/engines/duckdb/serving.ts';
import { loadTokenKey } from '../adapters/key-file.ts';
import { openExisting } from '../installation.ts';
import { rowsOf } from '../rows.ts';

/** A signed token for the API. */
export async function token(tier: Tier, unit: string, hours: number, dataDir: string): Promise<string> {
  const { dataDir: folder, clock } = await openExisting(dataDir);
  return signToken(await claimsFor(tier, unit, folder), await loadTokenKey(folder), clock(), hours * 3600);
}

/**
 * The claims of a tier at an org unit of the published org tree.
 * @throws {UsageError} when there is no such store or region.
 */
async function claimsFor(tier: Tier, unit: string, dataDir: string): Promise<Claims> {
  if (tier === 'executive' || tier === 'analyst') return { tier, unit };
  const column = tier === 'frontline' ? 'org_unit_id' : 'region_id';
  const published = await openPublished(resolve(dataDir));
  try {
    const reader = await readOnly(await published.connect(), `select distinct ${column} as unit, region_id as region from store`);
    const rows = rowsOf(reader, { unit: z.string(), region: z.string() });
    const units = new Map(rows.map((row) => [row.unit, row.region]));
    const region = units.get(unit);
    if (region !== undefined) return { tier, unit, region };
    const near = nearest(unit, [...units.keys()]);
    const kind = tier === 'frontline' ? 'store' : 'region';
    throw new UsageError(
      `there is no ${kind} ${unit}${near === undefined ? '' : `; did you mean ${near}?`} See: echolake query 'select * from store'`,
    );
  } finally {
    published.close();
  }
}

export function readTier(text: string): Tier {
  const tier = TIERS.find((known) => known === text);
  if (tier !== undefined) return tier;
  const near = nearest(text, TIERS);
  throw new UsageError(
    `there is no tier ${text}${near === undefined ? '' : `; did you mean ${near}?`} Tiers: ${TIERS.join(', ')}`,
  );
}
