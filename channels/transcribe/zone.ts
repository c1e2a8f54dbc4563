/** Zone of the business days of this channel: the output holds times in UTC, or none. */
export const zone = 'Asia/Shanghai';
