/** Zone of the business days of this channel: Twilio's messages name none. */
export const zone = 'Asia/Shanghai';
