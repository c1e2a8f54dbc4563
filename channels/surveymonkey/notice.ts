import { z } from 'zod';
import { draft } from '../../contracts/event.ts';
import { surveyResponse } from '../../contracts/events/survey-response.ts';
import { recordType } from '../channel.ts';
import { unkept } from '../kit/field.ts';
import { businessDate, isoInstant } from '../kit/time.ts';
import { touchpoint } from './response.ts';
import { zone } from './zone.ts';

/** Events of a response, with how far it is and their order. Any version that has the answers is later than these. */
const STATES: Readonly<Record<string, { readonly status: 'partial' | 'completed'; readonly version: number }>> = {
  response_created: { status: 'partial', version: 0 },
  response_updated: { status: 'partial', version: 1 },
  response_completed: { status: 'completed', version: 2 },
};

/** That a response was begun or completed, without its answers. Deleted ones, and events of surveys and collectors, are no responses. */
export const notice = recordType({
  name: 'notice',
  schema: z.object({
    event_type: z.string().min(1).max(100),
    object_id: z.string().min(1).max(200),
    event_datetime: isoInstant,
    resources: z.object({
      survey_id: z.string().min(1).max(200),
      ...unkept('respondent_id', 'recipient_id', 'collector_id', 'user_id'),
    }),
    ...unkept('name', 'filter_type', 'filter_id', 'event_id', 'object_type', 'href'),
  }),
  toEvents: (record) => {
    const state = STATES[record.event_type];
    if (state === undefined) return [];
    const at = record.event_datetime;
    return [
      draft(
        surveyResponse,
        { nativeId: record.object_id, version: state.version, occurredAt: at, businessDate: businessDate(at, zone) },
        {
          response_id: record.object_id,
          survey_id: record.resources.survey_id,
          status: state.status,
          touchpoint,
          sent_by: 'web',
          completed_at: state.status === 'completed' ? at : null,
          answers: [],
        },
      ),
    ];
  },
});
