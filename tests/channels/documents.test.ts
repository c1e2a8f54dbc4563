import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { channelNames, loadChannel } from '../../channels/load.ts';
import { RefusedError } from '../../contracts/errors.ts';
import { readFixtures, sendThrough } from './door.ts';

const channels = await Promise.all((await channelNames()).map(loadChannel));

/** Names under which vendors put their lists, so that odd values come where a list is looked for. */
const field = fc.constantFrom(
  'data',
  'reviews',
  'result',
  'comments',
  'statuses',
  'msg_list',
  'children',
  'kind',
  'replies',
  'links',
);
const { document } = fc.letrec((tie) => ({
  document: fc.oneof({ depthSize: 'small' }, fc.jsonValue(), fc.constant('Listing'), tie('list'), tie('object')),
  list: fc.array(tie('document'), { maxLength: 4 }),
  object: fc.dictionary(field, tie('document'), { maxKeys: 4 }),
}));

describe.each(channels.filter(({ documentRecords }) => documentRecords !== undefined))(
  'documents of $name',
  ({ name, documentRecords }) => {
    test('of any kind are read or refused, and what is read is landed or refused with reasons', async () => {
      const send = await sendThrough(name);
      fc.assert(
        fc.property(document, (odd) => {
          for (const record of recordsOf(odd) ?? []) {
            const { rows, problems } = send(record);
            expect(rows.length === 0 || problems.length === 0).toBe(true);
          }
        }),
      );
    });

    test('that are one record are read or refused, never lost', () => {
      for (const { record } of readFixtures(name, 'pass')) expect(recordsOf(record)).not.toEqual([]);
    });

    function recordsOf(odd: unknown): readonly unknown[] | undefined {
      try {
        return documentRecords?.(odd) ?? [];
      } catch (error) {
        expect(error).toBeInstanceOf(RefusedError);
        return undefined;
      }
    }
  },
);
