import { z } from 'zod';
import { draft } from '../../contracts/event.ts';
import { delivery } from '../../contracts/events/delivery.ts';
import { recordType } from '../channel.ts';
import { unkept, vendorId } from '../kit/field.ts';
import { businessDate, localInstant } from '../kit/time.ts';
import { zone } from './zone.ts';

/** Where the way of a parcel belongs in the journey. */
export const TOUCHPOINT = 'online_delivery';

const code = z.union([z.int().min(0), z.string().regex(/^\d{1,4}$/)], 'expected a state such as 3').transform(String);

/** A step of the way. What the carrier writes about it names couriers and their phones. */
const step = z.object({
  ftime: localInstant(zone),
  status: z.string().max(100).nullish(),
  statusCode: code.nullish(),
  ...unkept('areaCenter', 'areaCode', 'areaName', 'areaPinYin', 'context', 'location', 'time'),
});

const pushSchema = z.object({
  order_id: z.string().max(200).nullish(),
  status: z.enum(['polling', 'shutdown', 'abort', 'updateall']),
  lastResult: z.object({
    com: z.string().min(1).max(100),
    nu: vendorId,
    state: code.nullish(),
    data: z.array(step).max(1000).nullish(),
    ...unkept('condition', 'ischeck', 'isLoop', 'message', 'predictedRoute', 'routeInfo', 'status', 'trailUrl'),
    ...unkept('arrivalTime', 'remainTime', 'totalTime'),
  }),
  ...unkept('autoCheck', 'billstatus', 'comNew', 'comOld', 'destResult', 'message'),
});

type Step = z.output<typeof step>;

/**
 * The furthest state of a parcel. Kuaidi100's states have one digit, or more when the subscription asks for details (`resultv2`);
 * the first of three digits is then the state itself.
 */
function statusOf(state: string) {
  if (state === '101' || state === '102') return 'waiting'; // ordered, to be picked up
  if (state === '401') return 'cancelled';
  if (/^3(\d\d)?$/.test(state)) return 'delivered';
  return /^(4(\d\d)?|6(\d\d)?|14)$/.test(state) ? 'failed' : 'picked_up'; // sent back, refused; or anywhere in between
}

const isPickUp = ({ status, statusCode }: Step) => status === '揽收' || statusCode === '1' || statusCode === '103';

/** The way of a parcel, whole, each time it goes on. A parcel of which no carrier knows anything makes no event. */
export const push = recordType({
  name: 'push',
  schema: pushSchema,
  toEvents: ({ order_id, lastResult: { com, nu, state, data } }) => {
    const steps = (data ?? []).toSorted((a, b) => Date.parse(a.ftime) - Date.parse(b.ftime));
    const [first, last] = [steps[0], steps.at(-1)];
    if (first === undefined || last === undefined) return [];
    const deliveryId = `${com}/${nu}`;
    const status = statusOf(state ?? '0');
    return [
      draft(
        delivery,
        {
          nativeId: deliveryId,
          version: Date.parse(last.ftime),
          occurredAt: first.ftime,
          businessDate: businessDate(first.ftime, zone),
        },
        {
          delivery_id: deliveryId,
          order_id: order_id ?? deliveryId,
          touchpoint: TOUCHPOINT,
          carrier: com,
          status,
          picked_up_at: steps.find(isPickUp)?.ftime,
          delivered_at: status === 'delivered' ? last.ftime : null,
        },
      ),
    ];
  },
});
