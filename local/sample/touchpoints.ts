export type Mode = 'dine_in' | 'delivery';

export const DINE_IN_TOUCHPOINTS = ['dine_in_order', 'dine_in_wait', 'dine_in_meal', 'dine_in_pay'] as const;
export const DELIVERY_TOUCHPOINTS = ['delivery_order', 'delivery_arrival', 'delivery_meal'] as const;

export type Touchpoint = (typeof DINE_IN_TOUCHPOINTS)[number] | (typeof DELIVERY_TOUCHPOINTS)[number];
