import type { Channel } from '../channel.ts';
import { recordsAt } from '../kit/document.ts';
import { comment } from './comment.ts';

export const channel: Channel = {
  name: 'jd',
  about: 'Reviews of a shop’s products on JD (京东), as answers of its open platform.',
  data: 'X',
  source:
    'https://open.jd.com/home/home#/doc/api?apiCateId=102&apiId=2442&apiName=jingdong.pop.PopCommentJsfService.getVenderCommentsForJos',
  touchpoint: 'marketplace_delivery',
  recordTypes: [comment],
  recordTypeOf: () => comment,
  documentRecords: recordsAt(['jingdong_pop_PopCommentJsfService_getVenderCommentsForJos_responce', 'comments']),
};
