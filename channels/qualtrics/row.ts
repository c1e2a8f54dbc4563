import { z } from 'zod';
import { recordType } from '../channel.ts';
import { checkAnswers, type GivenAnswer } from '../kit/answers.ts';
import { optionalText, unkept } from '../kit/field.ts';
import { localInstant } from '../kit/time.ts';
import { answeredEvents, columnAnswer } from './answered.ts';
import { zone } from './zone.ts';

const time = localInstant(zone);

const needed = {
  StartDate: time,
  EndDate: time,
  Status: z.string().max(100),
  Progress: z.string().regex(/^\d{1,3}$/, 'expected a percentage'),
  Finished: z.string().max(100),
  RecordedDate: time,
  ResponseId: z.string().min(1).max(200),
};

const system = {
  ...needed,
  RecipientEmail: optionalText,
  ExternalReference: optionalText,
  DistributionChannel: optionalText,
  UserLanguage: optionalText,
  ...unkept(
    'IPAddress',
    'Duration (in seconds)',
    'RecipientLastName',
    'RecipientFirstName',
    'LocationLatitude',
    'LocationLongitude',
  ),
};

/** Every further column is a question or embedded data: known by its code, and so no drift. */
function answersOf(values: Readonly<Record<string, unknown>>): GivenAnswer[] {
  return Object.entries(values).flatMap(([column, value]) => (column in system ? [] : columnAnswer(column, value, null)));
}

/** A line of a CSV export. The two rows below its header hold the questions' texts and Qualtrics' own ids. */
export const row = recordType({
  name: 'row',
  header: Object.keys(needed),
  descriptionRows: 2,
  schema: z
    .looseObject(system)
    .superRefine((values, context) => checkAnswers(answersOf(values), context, []))
    .transform((values) => values),
  toEvents: (values) =>
    answeredEvents({
      id: values.ResponseId,
      startedAt: values.StartDate,
      endedAt: values.EndDate,
      recordedAt: values.RecordedDate,
      status: values.Status,
      isFinished: /^(?:1|true)$/i.test(values.Finished) || values.Progress === '100',
      language: values.UserLanguage,
      distribution: values.DistributionChannel,
      email: values.RecipientEmail,
      reference: values.ExternalReference,
      values,
      answers: answersOf(values),
    }),
});
