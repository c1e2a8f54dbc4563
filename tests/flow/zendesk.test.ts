import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { SQL_DIR } from '../../local/commands/build.ts';
import { CONTRACTS } from '../../contracts/catalogue.ts';
import { buildWarehouse } from '../../warehouse/build.ts';
import { type DataFolder, dataFolder } from './data-folder.ts';

vi.setConfig({ hookTimeout: 60_000 });

const SYNCED = '2026-11-10 00:00:00.000';
const csv = (header: string, lines: readonly string[]) =>
  [`${header},_fivetran_synced`, ...lines.map((line) => `${line},${SYNCED}`)].join('\n');

const TICKETS = csv('id,created_at,updated_at,status,priority,assignee_id,group_id,requester_id,subject', [
  '1,2026-11-02 08:15:30,2026-11-06 10:00:00,closed,normal,71,9,501,cold soup',
  '2,2026-11-02 22:10:00,2026-11-03 09:10:00,solved,high,71,9,502,rider lost',
  '3,2026-11-03 10:00:00,2026-11-04 10:00:00,solved,normal,71,9,503,wrong bill',
  '4,2026-11-03 12:00:00,2026-11-05 12:00:00,open,,,9,504,no table',
  '5,2026-11-05 09:00:00,2026-11-07 09:00:00,solved,low,72,9,505,called in',
]);

const COMMENTS = csv('id,ticket_id,created,body,public,user_id', [
  '11,1,2026-11-02 08:15:30,it came cold,TRUE,501',
  '12,1,2026-11-02 08:47:00,we are sorry,TRUE,71',
  '21,2,2026-11-02 22:10:00,where is it,TRUE,502',
  '22,2,2026-11-02 22:12:00,ask the rider,FALSE,71',
  '23,2,2026-11-03 08:40:00,it comes again,TRUE,71',
  '31,3,2026-11-03 10:00:00,this is not mine,TRUE,503',
  '32,3,2026-11-03 10:12:45,put right,TRUE,71',
  '33,3,2026-11-03 15:00:00,still wrong,TRUE,503',
  '41,4,2026-11-03 12:00:00,we stood outside,TRUE,504',
  '42,4,2026-11-05 12:00:00,anybody there,TRUE,504',
  '51,5,2026-11-05 09:00:00,guest says on the phone,TRUE,72',
  '52,5,2026-11-05 09:30:00,one thing more,TRUE,505',
  '53,5,2026-11-05 11:00:20,noted,TRUE,72',
]);

const HISTORY = csv('ticket_id,field_name,updated,value,user_id', [
  '1,status,2026-11-02 08:15:30,new,501',
  '1,status,2026-11-02 08:20:00,open,',
  '1,assignee_id,2026-11-02 08:20:00,71,',
  '1,status,2026-11-02 09:45:30,solved,71',
  '1,status,2026-11-06 10:00:00,closed,',
  '2,status,2026-11-02 22:10:00,new,502',
  '2,status,2026-11-03 09:10:00,solved,71',
  '3,status,2026-11-03 10:00:00,open,503',
  '3,status,2026-11-03 10:30:00,solved,71',
  '3,status,2026-11-03 15:00:00,open,503',
  '3,status,2026-11-04 10:00:00,solved,71',
  '4,status,2026-11-03 12:00:00,new,504',
  '4,status,2026-11-04 12:00:00,pending,',
  '4,status,2026-11-05 12:00:00,open,504',
  '5,status,2026-11-05 09:00:00,open,72',
  '5,status,2026-11-05 11:05:00,on-hold,72',
  '5,status,2026-11-07 09:00:00,solved,72',
]);

/**
 * Worked out by hand from the tables above:
 *
 * | ticket | first reply                                   | solved for good                            | states                                              |
 * | ------ | --------------------------------------------- | ------------------------------------------ | --------------------------------------------------- |
 * | 1      | 08:15:30 → 08:47:00 is 31.5                   | 08:15:30 → 09:45:30 is 90                  | new and open all of it                              |
 * | 2      | 22:10 → next day 08:40 is 10 h 30 min: 630    | 22:10 → 09:10 is 11 h: 660; the note is no reply | new all of it                                 |
 * | 3      | 10:00:00 → 10:12:45 is 12.75                  | first 10:30: 30; last a day on: 1440       | open 30, and 15:00 → 10:00 is 19 h: 1140; so 1170   |
 * | 4      | none: both comments are the customer’s        | none                                       | new 24 h: 1440; pending 24 h: 1440; open goes on    |
 * | 5      | 09:00:00 → 11:00:20 is 2 h 20 s: 120 1/3; the owner wrote for the customer, who wrote at 09:30 | two days: 2880 | open 125; on hold 2880 − 125: 2755 |
 */
const BY_HAND = [
  { ticket: '1', reply: 31.5, first: 90, resolution: 90, reopened: 0, open: 90, pending: null, on_hold: null },
  { ticket: '2', reply: 630, first: 660, resolution: 660, reopened: 0, open: 660, pending: null, on_hold: null },
  { ticket: '3', reply: 12.75, first: 30, resolution: 1440, reopened: 1, open: 1170, pending: null, on_hold: null },
  { ticket: '4', reply: null, first: null, resolution: null, reopened: 0, open: 1440, pending: 1440, on_hold: null },
  { ticket: '5', reply: 120 + 1 / 3, first: 2880, resolution: 2880, reopened: 0, open: 125, pending: null, on_hold: 2755 },
];

const TIMES = `select ticket_id as ticket, first_reply_minutes as reply, first_resolution_minutes as first, resolution_minutes as resolution,
  cast(reopen_count as double) as reopened, open_minutes as open, pending_minutes as pending, on_hold_minutes as on_hold
  from ticket_time order by ticket_id`;

let folder: DataFolder;
beforeAll(async () => {
  folder = await dataFolder();
});
afterAll(() => folder.remove());

const land = async (name: string, text: string) => folder.import('zendesk', await folder.file(name, text));
const build = () =>
  buildWarehouse({
    dataDir: folder.dataDir,
    sqlDir: SQL_DIR,
    contracts: CONTRACTS,
    select: ['+ticket_time'],
    now: () => new Date(),
  });

test('tickets, comments and histories as tables give the minutes that were worked out by hand', async () => {
  await land('ticket.csv', TICKETS);
  await land('ticket_comment.csv', COMMENTS);
  await land('ticket_field_history.csv', HISTORY);
  await build();
  expect(await folder.query(TIMES)).toEqual(BY_HAND);
});

test('a reply that comes in days later reaches the ticket it is of', async () => {
  await land('later.csv', csv('id,ticket_id,created,body,public,user_id', ['43,4,2026-11-06 12:00:00,we are sorry,TRUE,71']));
  await build();
  expect(await folder.query(TIMES)).toEqual(
    BY_HAND.map((times) => (times.ticket === '4' ? { ...times, reply: 3 * 24 * 60 } : times)),
  );
});
