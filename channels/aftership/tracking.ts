import { z } from 'zod';
import { draft } from '../../contracts/event.ts';
import { delivery } from '../../contracts/events/delivery.ts';
import { recordType } from '../channel.ts';
import { epochSeconds } from '../kit/epoch.ts';
import { unkept } from '../kit/field.ts';
import { businessDate, isoInstant } from '../kit/time.ts';
import { zone } from './zone.ts';

/** Where the way of a parcel belongs in the journey. */
export const TOUCHPOINT = 'online_delivery';

/** A time as precise as the carrier gave it. A day, or a time on clocks unknown, is no instant. */
const carrierTime = z
  .union(
    [isoInstant, z.iso.datetime({ local: true }).transform(() => null), z.iso.date().transform(() => null)],
    'expected a day, or a time with or without an offset',
  )
  .nullish();

const TAGS = [
  'Pending',
  'InfoReceived',
  'InTransit',
  'OutForDelivery',
  'AttemptFail',
  'Delivered',
  'AvailableForPickup',
  'Exception',
  'Expired',
] as const;

/** https://www.aftership.com/docs/tracking/model/tracking, fields of older webhook versions included. */
const trackingObject = z.object({
  id: z.string().min(1).max(200),
  created_at: isoInstant,
  slug: z.string().max(200),
  tag: z.enum(TAGS),
  order_id: z.string().max(200).nullish(),
  order_number: z.string().max(200).nullish(),
  order_promised_delivery_date: carrierTime,
  shipment_pickup_date: carrierTime,
  shipment_delivery_date: carrierTime,
  return_to_sender: z.boolean().nullish(),
  ...unkept(
    'active',
    'aftership_estimated_delivery_date',
    'aftership_tracking_order_url',
    'aftership_tracking_url',
    'android',
    'carbon_emissions',
    'checkpoints',
    'courier_connection_id',
    'courier_destination_country_iso3',
    'courier_destination_country_region',
    'courier_estimated_delivery_date',
    'courier_redirect_link',
    'courier_tracking_link',
    'custom_estimated_delivery_date',
    'custom_fields',
    'customer_name',
    'customers',
    'delivery_location_type',
    'delivery_time',
    'delivery_type',
    'destination_city',
    'destination_country_iso3',
    'destination_country_region',
    'destination_postal_code',
    'destination_raw_location',
    'destination_state',
    'emails',
    'expected_delivery',
    'failed_delivery_attempts',
    'first_attempted_at',
    'first_estimated_delivery',
    'first_mile',
    'ios',
    'language',
    'last_mile',
    'last_mile_tracking_supported',
    'last_updated_at',
    'latest_estimated_delivery',
    'legacy_id',
    'location_id',
    'next_couriers',
    'note',
    'on_time_difference',
    'on_time_status',
    'order_date',
    'order_id_path',
    'order_tags',
    'origin_city',
    'origin_country_iso3',
    'origin_country_region',
    'origin_postal_code',
    'origin_raw_location',
    'origin_state',
    'pickup_location',
    'pickup_note',
    'shipment_direction',
    'shipment_package_count',
    'shipment_tags',
    'shipment_type',
    'shipment_weight',
    'shipment_weight_unit',
    'shipping_method',
    'signature_requirement',
    'signed_by',
    'smses',
    'source',
    'subscribed_emails',
    'subscribed_smses',
    'subtag',
    'subtag_message',
    'title',
    'tracked_count',
    'tracking_account_number',
    'tracking_destination_country',
    'tracking_key',
    'tracking_number',
    'tracking_origin_country',
    'tracking_postal_code',
    'tracking_ship_date',
    'tracking_state',
    'transit_time',
    'unique_token',
    'updated_at',
  ),
});

const trackingSchema = z.object({
  ts: epochSeconds,
  event: z.enum(['tracking_update', 'edd_revise', 'tracking_pending_time']),
  msg: trackingObject,
  ...unkept('event_id', 'is_tracking_first_tag'),
});

type Tracking = z.output<typeof trackingObject>;

/** The furthest state. An exception or a silence that has not ended in a return leaves the parcel where it was. */
function statusOf({ tag, return_to_sender: isReturned, shipment_pickup_date: pickedUpAt }: Tracking) {
  switch (tag) {
    case 'Delivered':
      return 'delivered';
    case 'Pending':
    case 'InfoReceived':
      return 'waiting';
    case 'Exception':
    case 'Expired':
      if (isReturned === true) return 'failed';
      return pickedUpAt == null ? 'waiting' : 'picked_up';
    case 'InTransit':
    case 'OutForDelivery':
    case 'AttemptFail':
    case 'AvailableForPickup':
      return 'picked_up';
  }
}

/** A parcel, whole, each time something of it changes. */
export const tracking = recordType({
  name: 'tracking_update',
  schema: trackingSchema,
  toEvents: ({ ts, msg }) => [
    draft(
      delivery,
      {
        nativeId: msg.id,
        version: Date.parse(ts),
        occurredAt: msg.created_at,
        businessDate: businessDate(msg.created_at, zone),
      },
      {
        delivery_id: msg.id,
        order_id: msg.order_id ?? msg.order_number ?? msg.id,
        touchpoint: TOUCHPOINT,
        carrier: msg.slug,
        status: statusOf(msg),
        promised_at: msg.order_promised_delivery_date,
        picked_up_at: msg.shipment_pickup_date,
        delivered_at: msg.tag === 'Delivered' ? msg.shipment_delivery_date : null,
      },
    ),
  ],
});
