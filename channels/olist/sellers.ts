import { z } from 'zod';
import { draft } from '../../contracts/event.ts';
import { orgUnit } from '../../contracts/events/org-unit.ts';
import { recordType } from '../channel.ts';
import { businessDate } from '../kit/time.ts';
import { hashId, label, SNAPSHOT_AT, zone } from './csv.ts';

const shape = {
  seller_id: hashId,
  seller_zip_code_prefix: z.string().regex(/^\d{5}$/, 'expected five digits'),
  seller_city: label,
  seller_state: label,
};

/** A seller, which answers for its orders as a store does. The dataset gives no names. */
export const sellers = recordType({
  name: 'sellers',
  schema: z.object(shape),
  header: Object.keys(shape),
  toEvents: (row) => [
    draft(
      orgUnit,
      { nativeId: row.seller_id, version: 0, occurredAt: SNAPSHOT_AT, businessDate: businessDate(SNAPSHOT_AT, zone) },
      {
        org_unit_id: row.seller_id,
        kind: 'seller',
        name: `${row.seller_city} ${row.seller_id.slice(0, 6)}`,
        city: row.seller_city,
        region: row.seller_state,
        time_zone: zone,
      },
    ),
  ],
});
