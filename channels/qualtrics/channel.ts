import { RefusedError } from '../../contracts/errors.ts';
import type { Channel } from '../channel.ts';
import { touchpoint } from './answered.ts';
import { response } from './response.ts';
import { row } from './row.ts';

/** The response of `GET …/responses/{id}` is in `result`, an export holds `responses`. */
function responsesIn(document: unknown): readonly unknown[] {
  const responses: unknown = Reflect.get(Object(document), 'responses');
  if (Array.isArray(responses)) return responses;
  const result: unknown = Reflect.get(Object(document), 'result');
  if (typeof result === 'object' && result !== null) return [result];
  if (Array.isArray(document)) return document;
  throw new RefusedError(
    422,
    'expected a JSON export of Qualtrics, {"responses": […]}, or the answer of its API, {"result": {…}}',
  );
}

export const channel: Channel = {
  name: 'qualtrics',
  about: 'Qualtrics: exported responses, as CSV with its three header rows or as JSON of the API.',
  data: 'X',
  source:
    'https://www.qualtrics.com/support/survey-platform/data-and-analysis-module/data/download-data/understanding-your-dataset/',
  touchpoint,
  recordTypes: [row, response],
  recordTypeOf: (record) =>
    Reflect.has(Object(record), 'ResponseId') ? row : Reflect.has(Object(record), 'responseId') ? response : undefined,
  documentRecords: responsesIn,
};
