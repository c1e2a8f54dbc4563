/** Zone of the business days of this channel: AfterShip's own times are in UTC. */
export const zone = 'UTC';
