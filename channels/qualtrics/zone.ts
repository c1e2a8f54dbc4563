/** Zone of the business days of this channel, and of the clocks of CSV exports, which are written in the zone of whoever exports them. */
export const zone = 'Asia/Shanghai';
