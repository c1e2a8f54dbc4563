/** Zone of the business days of this channel: Stripe's own times are in UTC. */
export const zone = 'UTC';
