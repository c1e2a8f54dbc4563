import { z } from 'zod';
import { defineProgram } from '../../../../warehouse/program.ts';
import { slope } from '../kit/slope.ts';

export const model = defineProgram({
  reads: {
    sales: 'select store_id, cents, row_number() over (partition by store_id order by event_id) as place from stg_sale',
  },
  inputs: z.object({
    sales: z.array(z.object({ store_id: z.string(), cents: z.coerce.number(), place: z.coerce.number() })),
  }),
  columns: { store_id: 'varchar', sale_count: 'bigint', cents_per_place: 'double', is_rising: 'boolean' },
  rows: ({ sales }) =>
    [...new Set(sales.map((sale) => sale.store_id))].map((store) => {
      const own = sales.filter((sale) => sale.store_id === store);
      const rise = slope(own.map(({ place, cents }) => [place, cents]));
      return {
        store_id: store,
        sale_count: own.length,
        cents_per_place: rise,
        is_rising: rise === null ? null : rise > 0,
      };
    }),
});
