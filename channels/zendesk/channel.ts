import { RefusedError } from '../../contracts/errors.ts';
import type { Channel, RecordType } from '../channel.ts';
import { pagesOf } from '../kit/document.ts';
import { byHeader } from '../kit/table.ts';
import { audit } from './audit.ts';
import { notice } from './notice.ts';
import { verifyZendesk } from './signature.ts';
import { commentTable, fieldHistoryTable, lookups, ticketTable, userTable } from './tables.ts';
import { TOUCHPOINT, ticket } from './ticket.ts';
import { user } from './user.ts';

const tables = [ticketTable, commentTable, fieldHistoryTable, userTable, ...lookups];
const tableOf = byHeader(tables);

/** Lists and objects in the answers of the API, their sideloads included. */
const PARTS = ['tickets', 'ticket', 'audits', 'audit', 'users', 'user'];

export const channel: Channel = {
  name: 'zendesk',
  about:
    'Tickets of Zendesk Support with all that happened to them, by webhook, from the API, or as the tables that Fivetran makes.',
  data: 'X and O',
  source: 'https://developer.zendesk.com/api-reference/ticketing/tickets/tickets/',
  touchpoint: TOUCHPOINT,
  recordTypes: [notice, ticket, audit, user, ...tables],
  recordTypeOf: (record): RecordType | undefined => {
    const fields = Object(record);
    if (typeof fields.type === 'string' && fields.type.startsWith('zen:event-type:')) return notice;
    if ('events' in fields) return audit;
    if ('_fivetran_synced' in fields) return tableOf(record);
    if ('requester_id' in fields) return ticket;
    return 'role' in fields ? user : undefined;
  },
  webhook: { verify: verifyZendesk },
  documentRecords: (document) =>
    pagesOf(document).flatMap((page) => {
      const parts = PARTS.map((name): unknown => Reflect.get(Object(page), name)).filter((part) => part !== undefined);
      if (parts.length === 0)
        throw new RefusedError(422, `expected an answer of the Zendesk API with one of ${PARTS.join(', ')}`);
      return parts.flat();
    }),
};
