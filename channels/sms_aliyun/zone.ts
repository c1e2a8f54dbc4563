/** Zone of Aliyun's clocks, which name none, and of the business days of this channel. */
export const zone = 'Asia/Shanghai';
