import { z } from 'zod';
import { draft } from '../../contracts/event.ts';
import { surveyResponse } from '../../contracts/events/survey-response.ts';
import { recordType } from '../channel.ts';
import { answerColumns, checkAnswers, type GivenAnswer } from '../kit/answers.ts';
import { customerKeys } from '../kit/customer.ts';
import { unkept, vendorId } from '../kit/field.ts';
import { readQuestionCode } from '../kit/question.ts';
import { textResponse } from '../kit/text-response.ts';
import { businessDate } from '../kit/time.ts';
import { push } from './push.ts';
import { survey } from './survey.ts';
import { zone } from './zone.ts';

/** An id that we gave an option of a menu message: the question's code and what the option is worth, `csat_waiting:4`. */
const MENU_ID = /^([a-z]\w*):(\d{1,2})$/;

function tapped(menuId: string | null | undefined): GivenAnswer | null {
  const [, code, score] = MENU_ID.exec(menuId ?? '') ?? [];
  return code === undefined ? null : { questionId: code, code: readQuestionCode(code), score: Number(score) };
}

/** What a customer sent to the account: a text, a tap on a menu message, or a voice that WeChat wrote down. Pictures and places say nothing. */
export const message = recordType({
  name: 'message',
  schema: z
    .object({
      ...push,
      MsgType: z.string().min(1).max(50),
      MsgId: vendorId,
      Content: z.string().max(20_000).nullish(),
      /** Of a voice, where recognition is on. */
      Recognition: z.string().max(20_000).nullish(),
      bizmsgmenuid: z.union([z.string(), z.int().transform(String)]).nullish(),
      ...unkept('MsgDataId', 'Idx', 'MediaId', 'MediaId16K', 'PicUrl', 'Format', 'ThumbMediaId', 'ThumbUrl'),
      ...unkept('Location_X', 'Location_Y', 'Scale', 'Label', 'Title', 'Description', 'Url', 'PagePath'),
    })
    .superRefine(({ bizmsgmenuid }, context) => {
      const answer = tapped(bizmsgmenuid);
      if (answer !== null) checkAnswers([answer], context, ['bizmsgmenuid']);
    }),
  toEvents: (record) => {
    const at = record.CreateTime;
    const customer = customerKeys({ account_id: record.FromUserName });
    const text = record.Content ?? record.Recognition ?? '';
    const answer = tapped(record.bizmsgmenuid);
    if (answer !== null)
      return [
        draft(
          surveyResponse,
          { nativeId: record.MsgId, version: 0, occurredAt: at, businessDate: businessDate(at, zone) },
          {
            response_id: record.MsgId,
            survey_id: survey.surveyId,
            status: 'completed',
            ...customer,
            touchpoint: survey.touchpoint,
            sent_by: 'wechat',
            completed_at: at,
            ...answerColumns([answer]),
          },
        ),
      ];
    if (text.trim() === '') return [];
    return textResponse({ id: record.MsgId, at, businessDate: businessDate(at, zone), text, sentBy: 'wechat', customer }, survey);
  },
});
