interface VolumeRow {
  readonly day: string | null;
  readonly currency: string | null;
  readonly order_count: number | null;
  readonly revenue_amount: number | null;
}

interface Volume {
  /** Currencies in which anything was sold, most orders first. */
  readonly currencies: readonly string[];
  /** A value for orders, then one for each currency. */
  readonly weeks: readonly { readonly day: string; readonly values: readonly number[] }[];
}

/** Orders of all currencies together, and revenue of each apart: amounts of two currencies are never added. */
export function volumeByWeek(rows: readonly VolumeRow[]): Volume {
  const orders = new Map<string, number>();
  for (const row of rows) {
    if (row.currency !== null && (row.revenue_amount ?? 0) > 0)
      orders.set(row.currency, (orders.get(row.currency) ?? 0) + (row.order_count ?? 0));
  }
  const currencies = [...orders.keys()].sort((a, b) => (orders.get(b) ?? 0) - (orders.get(a) ?? 0));
  const weeks = [...new Set(rows.flatMap((row) => row.day ?? []))].sort().map((day) => {
    const inWeek = rows.filter((row) => row.day === day);
    const ordered = inWeek.reduce((sum, row) => sum + (row.order_count ?? 0), 0);
    const earned = currencies.map((currency) => inWeek.find((row) => row.currency === currency)?.revenue_amount ?? 0);
    return { day, values: [ordered, ...earned] };
  });
  return { currencies, weeks };
}
