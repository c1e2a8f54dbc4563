/** Zone of Kuaidi100's clocks, whose times carry no offset. */
export const zone = 'Asia/Shanghai';
