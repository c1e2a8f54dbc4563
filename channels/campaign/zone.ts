/** Zone of the business days of this channel. */
export const zone = 'Asia/Shanghai';
