import { z } from 'zod';
import { type Draft, draft } from '../../contracts/event.ts';
import { appEvent } from '../../contracts/events/app-event.ts';
import { recordType } from '../channel.ts';
import { unkept } from '../kit/field.ts';
import { businessDate } from '../kit/time.ts';
import { common, identifiersOf, pathOf } from './message.ts';
import { planned } from './plan.ts';
import { zone } from './zone.ts';

/** Where what happens in the app belongs in the journey, unless the tracking plan says otherwise. */
export const TOUCHPOINT = 'app';

const properties = z.record(z.string(), z.unknown()).nullish();

const action = { ...common, properties, ...unkept('category') };
const schema = z.object(action);

/** Two properties of the company's own tracking plan, by which it puts an event in its place. */
function placeOf(record: z.output<typeof schema>) {
  const unit = record.properties?.['org_unit_id'];
  const touchpoint = record.properties?.['touchpoint'];
  return {
    org_unit_id: typeof unit === 'string' ? unit : null,
    touchpoint: typeof touchpoint === 'string' ? touchpoint : TOUCHPOINT,
  };
}

function actionEvents(record: z.output<typeof schema>, name: string, page: string | null): Draft[] {
  return [
    draft(
      appEvent,
      {
        nativeId: record.messageId,
        version: Date.parse(record.timestamp),
        occurredAt: record.timestamp,
        businessDate: businessDate(record.timestamp, zone),
      },
      {
        action: name,
        session_id: record.context?.sessionId,
        ...identifiersOf(record),
        ...placeOf(record),
        page,
        properties: planned(record.properties),
      },
    ),
  ];
}

const text = (value: unknown) => (typeof value === 'string' ? value : null);

export const trackSchema = z.object({ ...action, type: z.literal('track'), event: z.string().min(1).max(200) });

/** Something a user did. */
export const track = recordType({
  name: 'track',
  schema: trackSchema,
  toEvents: (record) => actionEvents(record, record.event, pathOf(record.context?.page?.path)),
});

/** A page that was looked at. */
export const page = recordType({
  name: 'page',
  schema: z.object({ ...action, type: z.literal('page'), name: z.string().max(200).nullish() }),
  toEvents: (record) =>
    actionEvents(record, 'page_viewed', pathOf(text(record.properties?.['path']) ?? record.context?.page?.path ?? record.name)),
});

/** A screen of an app that was looked at. */
export const screen = recordType({
  name: 'screen',
  schema: z.object({ ...action, type: z.literal('screen'), name: z.string().max(200).nullish() }),
  toEvents: (record) => actionEvents(record, 'screen_viewed', record.name ?? null),
});
