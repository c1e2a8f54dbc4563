/** Zone of the business days of this channel: Segment's times are in UTC and say nothing of the business. */
export const zone = 'Asia/Shanghai';
