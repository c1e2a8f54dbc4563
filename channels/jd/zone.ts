/** Zone of the platform's clocks and of the business days of this channel. */
export const zone = 'Asia/Shanghai';
