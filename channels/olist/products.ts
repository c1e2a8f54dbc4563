import { z } from 'zod';
import { draft } from '../../contracts/event.ts';
import { product } from '../../contracts/events/product.ts';
import { recordType } from '../channel.ts';
import { businessDate } from '../kit/time.ts';
import { hashId, optionalText, optionalWhole, SNAPSHOT_AT, zone } from './csv.ts';

const shape = {
  product_id: hashId,
  product_category_name: optionalText,
  product_name_lenght: optionalWhole,
  product_description_lenght: optionalWhole,
  product_photos_qty: optionalWhole,
  product_weight_g: optionalWhole,
  product_length_cm: optionalWhole,
  product_height_cm: optionalWhole,
  product_width_cm: optionalWhole,
};

/** A product. The dataset has no names, only their lengths (and spells "length" its own way). */
export const products = recordType({
  name: 'products',
  schema: z.object(shape),
  header: Object.keys(shape),
  toEvents: (row) => [
    draft(
      product,
      { nativeId: row.product_id, version: 0, occurredAt: SNAPSHOT_AT, businessDate: businessDate(SNAPSHOT_AT, zone) },
      { product_id: row.product_id, category: row.product_category_name, weight_g: row.product_weight_g },
    ),
  ],
});
