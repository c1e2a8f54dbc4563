import { amount, id, instant, integer, optional, records, text } from '../../../contracts/column.ts';
import { defineEvent } from '../../../contracts/event.ts';
import { z } from 'zod';

const customerKeys = { phone_key: optional(id('Phone.')), unionid_key: id('Union id.') };

const response = defineEvent({
  table: 'response',
  version: 1,
  about: 'A survey response.',
  grain: 'one response',
  columns: {
    ...customerKeys,
    email_key: optional(id('E-mail.')),
    response_id: id('Response.'),
    survey_id: id('Survey.'),
    store_id: id('Store.'),
    sent_by: id('Way of asking.'),
    started_at: instant('Begun.'),
    completed_at: instant('Ended.'),
    duration_ms: integer('Between the two.'),
    answers: records(z.string(), 'Answers in the order of the questions.'),
    nps_score: integer('0 to 10.'),
    csat_score: integer('1 to 5.'),
    comment: text('Words.'),
    order_id: id('Order.'),
    city: id('City.'),
    language: id('Language.'),
  },
});

const order = defineEvent({
  table: 'order',
  version: 1,
  about: 'An order.',
  grain: 'one order',
  columns: {
    ...customerKeys,
    member_key: id('Member.'),
    order_id: id('Order.'),
    store_id: id('Store.'),
    sales_channel: id('Channel.'),
    created_at: instant('Made.'),
    paid_at: optional(instant('Paid.')),
    order_lines: text('JSON of the lines.'),
    item_count: integer('Pieces.'),
    total_amount: amount('Total.'),
    payment_method: id('Paid with.'),
    city: id('City.'),
  },
});

const ticketMove = defineEvent({
  table: 'ticket_move',
  version: 1,
  about: 'A ticket takes a state.',
  grain: 'one move',
  columns: {
    ticket_id: id('Ticket.'),
    move_number: integer('From 0.'),
    response_id: id('Response.'),
    store_id: id('Store.'),
    state: id('State.'),
    moved_at: instant('When.'),
  },
});

export const PEER_EVENTS = [response, order, ticketMove];
