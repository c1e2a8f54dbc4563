import { z } from 'zod';
import { draft } from '../../contracts/event.ts';
import { payment } from '../../contracts/events/payment.ts';
import { recordType } from '../channel.ts';
import { businessDate } from '../kit/time.ts';
import { hashId, reais, SNAPSHOT_AT, whole, zone } from './csv.ts';

const METHOD = {
  credit_card: 'card',
  debit_card: 'debit_card',
  boleto: 'bank_slip',
  voucher: 'voucher',
  not_defined: 'other',
} as const;

const shape = {
  order_id: hashId,
  payment_sequential: whole,
  payment_type: z.enum(['credit_card', 'debit_card', 'boleto', 'voucher', 'not_defined']),
  payment_installments: whole,
  payment_value: reais,
};

/** A payment. The dataset does not say when: the order it pays does. */
export const orderPayments = recordType({
  name: 'order_payments',
  schema: z.object(shape),
  header: Object.keys(shape),
  toEvents: (row) => [
    draft(
      payment,
      {
        nativeId: `${row.order_id}/${row.payment_sequential}`,
        version: 0,
        occurredAt: SNAPSHOT_AT,
        businessDate: businessDate(SNAPSHOT_AT, zone),
      },
      {
        payment_id: `${row.order_id}/${row.payment_sequential}`,
        order_id: row.order_id,
        method: METHOD[row.payment_type],
        instalment_count: row.payment_installments,
        amount: row.payment_value,
        currency: 'BRL',
      },
    ),
  ],
});
