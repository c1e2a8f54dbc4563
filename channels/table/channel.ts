import type { Channel } from '../channel.ts';
import { parseMap } from './map.ts';
import { tableChannel } from './table-channel.ts';

/** The map that the README explains. Whoever imports a table brings their own. */
export const EXAMPLE_MAP = `
name: shop_reviews
contract: review
zone: Asia/Shanghai
id: review no
columns:
  review no: review_id
  shop: org_unit_id
  stars: { to: score, values: { bad: 1, fair: 3, good: 5 } }
  text: comment
  phone: phone_key
  written: { to: occurred_at, format: dd/MM/yyyy HH:mm }
constants:
  scale_max: 5
  language: zh-CN
ignore: [page]
`;

export const channel: Channel = tableChannel(parseMap(EXAMPLE_MAP, 'channels/table/channel.ts'));
