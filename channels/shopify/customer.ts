import { z } from 'zod';
import { optionalText, unkept, vendorId } from '../kit/field.ts';

/** The customer of an order, as far as it identifies. */
export const shopifyCustomer = z.object({
  id: vendorId.nullish(),
  email: optionalText,
  phone: optionalText,
  ...unkept(
    'accepts_marketing',
    'accepts_marketing_updated_at',
    'addresses',
    'admin_graphql_api_id',
    'created_at',
    'currency',
    'default_address',
    'email_marketing_consent',
    'first_name',
    'last_name',
    'last_order_id',
    'last_order_name',
    'locale',
    'marketing_opt_in_level',
    'metafield',
    'multipass_identifier',
    'note',
    'orders_count',
    'sms_marketing_consent',
    'state',
    'tags',
    'tax_exempt',
    'tax_exemptions',
    'total_spent',
    'updated_at',
    'verified_email',
  ),
});

/** Who ordered. An order names its own address and number, which a guest has too. */
export function customerOf(order: {
  readonly email?: string | null | undefined;
  readonly phone?: string | null | undefined;
  readonly customer?: z.output<typeof shopifyCustomer> | null | undefined;
}) {
  const { customer } = order;
  return {
    email_key: order.email ?? customer?.email,
    phone_key: order.phone ?? customer?.phone,
    account_key: customer?.id == null ? null : `shopify:${customer.id}`,
  };
}
