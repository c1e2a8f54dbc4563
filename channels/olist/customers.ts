import { z } from 'zod';
import { draft } from '../../contracts/event.ts';
import { contact } from '../../contracts/events/contact.ts';
import { recordType } from '../channel.ts';
import { businessDate } from '../kit/time.ts';
import { hashId, label, SNAPSHOT_AT, zone } from './csv.ts';

const shape = {
  customer_id: hashId,
  customer_unique_id: hashId,
  customer_zip_code_prefix: z.string().regex(/^\d{5}$/, 'expected five digits'),
  customer_city: label,
  customer_state: label,
};

/** A customer. `customer_id` is new for each order; `customer_unique_id` is the person. */
export const customers = recordType({
  name: 'customers',
  schema: z.object(shape),
  header: Object.keys(shape),
  toEvents: (row) => [
    draft(
      contact,
      { nativeId: row.customer_id, version: 0, occurredAt: SNAPSHOT_AT, businessDate: businessDate(SNAPSHOT_AT, zone) },
      {
        account_key: row.customer_id,
        member_key: row.customer_unique_id,
        city: row.customer_city,
        region: row.customer_state,
        language: 'pt-BR',
      },
    ),
  ],
});
