/** Zone of the business days of this channel: mails count on the day they reach SES. */
export const zone = 'Asia/Shanghai';
