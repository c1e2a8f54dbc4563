/** Where an order of the online shop belongs in the journey. Orders at a till (Shopify POS) belong to the store's own. */
export const TOUCHPOINT = 'online_order';
