/** Zone of the business days of this channel: Salesforce exports times in UTC. */
export const zone = 'UTC';
