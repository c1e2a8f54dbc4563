/** Zone of the business days of this channel: Zendesk's times are in UTC. */
export const zone = 'UTC';
