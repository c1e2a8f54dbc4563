/** Zone of the business days of this channel: HubSpot's times are in UTC. */
export const zone = 'UTC';
