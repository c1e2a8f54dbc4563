/** Zone of the business days of this channel, and of times in a list that carry no offset. */
export const zone = 'Asia/Shanghai';
