import type { EventContract } from './event.ts';
import { action } from './events/action.ts';
import { appEvent } from './events/app-event.ts';
import { campaignSpend } from './events/campaign-spend.ts';
import { campaignTouch } from './events/campaign-touch.ts';
import { contact } from './events/contact.ts';
import { conversation } from './events/conversation.ts';
import { conversationTurn } from './events/conversation-turn.ts';
import { delivery } from './events/delivery.ts';
import { initiative } from './events/initiative.ts';
import { initiativeCost } from './events/initiative-cost.ts';
import { order } from './events/order.ts';
import { orderLine } from './events/order-line.ts';
import { orgUnit } from './events/org-unit.ts';
import { payment } from './events/payment.ts';
import { post } from './events/post.ts';
import { product } from './events/product.ts';
import { referral } from './events/referral.ts';
import { refusal } from './events/refusal.ts';
import { refund } from './events/refund.ts';
import { review } from './events/review.ts';
import { surveyInvite } from './events/survey-invite.ts';
import { surveyResponse } from './events/survey-response.ts';
import { target } from './events/target.ts';
import { ticket } from './events/ticket.ts';
import { ticketEvent } from './events/ticket-event.ts';
import { visit } from './events/visit.ts';

/** Every event there is, hence every lake table. */
export const CONTRACTS: readonly EventContract[] = [
  surveyResponse,
  surveyInvite,
  review,
  post,
  conversation,
  conversationTurn,
  order,
  orderLine,
  product,
  payment,
  refund,
  delivery,
  visit,
  appEvent,
  contact,
  ticket,
  ticketEvent,
  campaignTouch,
  campaignSpend,
  referral,
  initiative,
  initiativeCost,
  action,
  orgUnit,
  target,
  refusal,
];

const byTable = new Map(CONTRACTS.map((contract) => [contract.table, contract]));

/** @throws {TypeError} when there is no such table: names come from our own code, never from outside. */
export function contractOf(table: string): EventContract {
  const contract = byTable.get(table);
  if (contract === undefined) throw new TypeError(`no lake table ${table}`);
  return contract;
}
