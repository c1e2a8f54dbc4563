import { z } from 'zod';
import { recordType } from '../channel.ts';
import { checkAnswers, type GivenAnswer } from '../kit/answers.ts';
import { optionalText, unkept } from '../kit/field.ts';
import { carriedFields } from '../kit/link.ts';
import { readQuestionCode } from '../kit/question.ts';
import { isoInstant } from '../kit/time.ts';
import { answeredEvents, columnAnswer } from './answered.ts';

const system = {
  startDate: isoInstant,
  endDate: isoInstant,
  recordedDate: isoInstant,
  status: z.union([z.int(), z.string().max(100)], 'expected a status').transform(String),
  finished: z.union([z.literal(0), z.literal(1)], 'expected 0 or 1'),
  distributionChannel: optionalText,
  userLanguage: optionalText,
  recipientEmail: optionalText,
  externalDataReference: optionalText,
  ...unkept('_recordId', 'ipAddress', 'progress', 'duration', 'recipientFirstName', 'recipientLastName'),
  ...unkept('locationLatitude', 'locationLongitude'),
};

const schema = z.object({
  responseId: z.string().min(1).max(200),
  values: z.looseObject({ ...carriedFields, ...system }),
  /** Words of the options chosen, as the author wrote them. */
  labels: z.record(z.string(), z.unknown()).nullish(),
  ...unkept('displayedFields', 'displayedValues'),
});

/** Questions are named by Qualtrics' own ids here; of one that has a group of promoters we know what it asks. */
function answersOf({ values, labels }: Pick<z.output<typeof schema>, 'values' | 'labels'>): GivenAnswer[] {
  return Object.entries(values).flatMap(([column, value]) => {
    if (column in system) return [];
    const said = labels?.[column];
    const label = Array.isArray(said) ? said.filter((word) => typeof word === 'string').join('; ') : said;
    const isNps = `${column}_NPS_GROUP` in values;
    return columnAnswer(column, value, typeof label === 'string' && label !== '' ? label : null).map((answer) =>
      isNps ? { ...answer, code: readQuestionCode('nps') } : answer,
    );
  });
}

/** A response as the API gives it. */
export const response = recordType({
  name: 'response',
  schema: schema.superRefine((record, context) => checkAnswers(answersOf(record), context, ['values'])),
  toEvents: ({ responseId, values, labels }) =>
    answeredEvents({
      id: responseId,
      startedAt: values.startDate,
      endedAt: values.endDate,
      recordedAt: values.recordedDate,
      status: values.status,
      isFinished: values.finished === 1,
      language: values.userLanguage,
      distribution: values.distributionChannel,
      email: values.recipientEmail,
      reference: values.externalDataReference,
      values,
      answers: answersOf({ values, labels }),
    }),
});
