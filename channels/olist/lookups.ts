import { z } from 'zod';
import { recordType } from '../channel.ts';
import { label, real } from './csv.ts';

const translation = { product_category_name: label, product_category_name_english: label };

/** English names of categories. Checked and counted; a translation is nobody's event. */
export const productCategoryTranslation = recordType({
  name: 'product_category_name_translation',
  schema: z.object(translation),
  header: Object.keys(translation),
  toEvents: () => [],
});

const place = {
  geolocation_zip_code_prefix: z.string().regex(/^\d{5}$/, 'expected five digits'),
  geolocation_lat: real,
  geolocation_lng: real,
  geolocation_city: label,
  geolocation_state: label,
};

/** Points of postal areas. Checked and counted; a point on the map is nobody's event. */
export const geolocation = recordType({
  name: 'geolocation',
  schema: z.object(place),
  header: Object.keys(place),
  toEvents: () => [],
});
