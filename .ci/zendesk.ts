/**
 * The sample tables of Fivetran's Zendesk package (https://github.com/fivetran/dbt_zendesk, Apache-2.0) through the real command line, against
 * five tickets worked out by hand. `tsx .ci/zendesk.ts DIR`; ends with 77 where there is no such folder.
 *
 * Its tables hold few tickets in common: of the ten of `ticket`, one has moves and none has comments. So the five show one that can be
 * told and four kinds that cannot; tests/flow/zendesk.test.ts has five that can.
 *
 * Ticket 11071, opened 2020-08-28 18:06:36. Its first move is dated before that and counts from the opening.
 *
 * | state   | from                | to                  | days, h:m:s | minutes   |
 * | ------- | ------------------- | ------------------- | ----------- | --------- |
 * | open    | 08-28 18:06:36      | 08-29 11:01:27      | 0, 16:54:51 |  1 014.85 |
 * | pending | 08-29 11:01:27      | 09-02 11:01:27      | 4           |  5 760    |
 * | on hold | 09-02               | 09-05               | 3           |  4 320    |
 * | pending | 09-05               | 09-15               | 10          | 14 400    |
 * | open    | 09-15               | 09-30               | 15          | 21 600    |
 * | pending | 09-30               | 10-01               | 1           |  1 440    |
 * | on hold | 10-01               | 10-15               | 14          | 20 160    |
 * | open    | 10-15               | 10-17               | 2           |  2 880    |
 * | on hold | 10-17               | 10-20               | 3           |  4 320    |
 * | pending | 10-20               | 11-02               | 13          | 18 720    |
 * | open    | 11-02               | 11-14, solved       | 12          | 17 280    |
 *
 * Open 1 014.85 + 21 600 + 2 880 + 17 280 = 42 774.85; pending 5 760 + 14 400 + 1 440 + 18 720 = 40 320; on hold 4 320 + 20 160 + 4 320 = 28 800.
 * Together 111 894.85, which is 77 days and 16:54:51 from the opening to the solution. Closed a day later: no second solution.
 */
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { echolake, query, SKIPPED } from './program.ts';

const UNKNOWN = { reply: null, resolution: null, reopened: null, open: null, pending: null, on_hold: null };

const BY_HAND = [
  { ticket: '11013', ...UNKNOWN }, // deleted: closed, and nothing says since when
  { ticket: '11071', reply: null, resolution: 111_894.85, reopened: 0, open: 42_774.85, pending: 40_320, on_hold: 28_800 },
  { ticket: '14173', ...UNKNOWN }, // closed by a rule some time after it was solved: its last update is not when
  { ticket: '1595', ...UNKNOWN }, // deleted 19 seconds after it came, unanswered
  { ticket: '16988', ...UNKNOWN }, // solved, but its history is not in the tables
];

const [folder = ''] = process.argv.slice(2);
if (!existsSync(folder)) {
  console.log(`skipped: there are no Zendesk tables at ${folder}`);
  process.exit(SKIPPED);
}
const minutes = z.coerce.number().nullable();
const times = z.array(
  z.object({
    ticket: z.string(),
    reply: minutes,
    resolution: minutes,
    reopened: minutes,
    open: minutes,
    pending: minutes,
    on_hold: minutes,
  }),
);
const data = mkdtempSync(join(tmpdir(), 'echolake-zendesk-'));
try {
  echolake('import', 'zendesk', folder, '--data', data);
  echolake('build', '--select', '+ticket_time', '--data', data);
  const found = times.parse(
    query(
      data,
      `select ticket_id as ticket, first_reply_minutes as reply, resolution_minutes as resolution, reopen_count as reopened,
         open_minutes as open, pending_minutes as pending, on_hold_minutes as on_hold
       from ticket_time where ticket_id in (${BY_HAND.map(({ ticket }) => `'${ticket}'`).join(', ')}) order by ticket_id`,
    ),
  );
  assert.deepEqual(found, BY_HAND);
  console.log(`${found.length} tickets: minutes as worked out by hand`);
} finally {
  rmSync(data, { recursive: true, force: true });
}
