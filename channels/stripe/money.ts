/** Currencies whose amounts Stripe sends in whole major units. https://docs.stripe.com/currencies#zero-decimal */
const ZERO_DECIMAL = new Set(
  ['BIF', 'CLP', 'DJF', 'GNF', 'JPY', 'KMF', 'KRW', 'MGA', 'PYG', 'RWF', 'VND', 'VUV', 'XAF', 'XOF', 'XPF'], // UGX and ISK keep two
);
/** Currencies with a thousand minor units, of which Stripe has the last digit be 0. https://docs.stripe.com/currencies#three-decimal */
const THREE_DECIMAL = new Set(['BHD', 'JOD', 'KWD', 'OMR', 'TND']);

/** Stripe's amount in minor units, in major units of the currency (in capitals). */
export function majorUnits(amount: number, currency: string): number {
  if (ZERO_DECIMAL.has(currency)) return amount;
  return amount / (THREE_DECIMAL.has(currency) ? 1000 : 100);
}
