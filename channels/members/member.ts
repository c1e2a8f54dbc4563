import { z } from 'zod';
import { draft } from '../../contracts/event.ts';
import { contact } from '../../contracts/events/contact.ts';
import { recordType } from '../channel.ts';
import { customerBlock, customerKeys } from '../kit/customer.ts';
import { looksPersonal } from '../kit/record-number.ts';
import { businessDate, isoInstant } from '../kit/time.ts';
import { zone } from './zone.ts';

const IDENTIFIERS = ['member_id', 'phone', 'email', 'unionid', 'alipay_id', 'device_id'] as const;

const { member_id, phone, email, unionid, alipay_id, device_id } = customerBlock.shape;

/** A member as the CRM sends it. */
export const memberSchema = z
  .object({
    type: z.literal('member'),
    crm_id: z.string().min(1).max(200),
    member_id,
    phone,
    email,
    unionid,
    alipay_id,
    device_id,
    home_org_unit_id: z.string().max(200).nullish(),
    life_stage: z.string().max(200).nullish(),
    tier: z.string().max(200).nullish(),
    companions: contact.columns.companions.schema,
    birth_year: contact.columns.birth_year.schema,
    city: z.string().max(1000).nullish(),
    language: z.string().max(35).nullish(),
    can_contact: z.boolean().nullish(),
    joined_at: isoInstant.nullish(),
    updated_at: isoInstant,
  })
  .superRefine((record, context) => {
    const given = IDENTIFIERS.map((name) => record[name]).filter((value) => value != null && value !== '');
    if (given.length === 0) {
      context.addIssue({ code: 'custom', path: ['member_id'], message: `expected at least one of ${IDENTIFIERS.join(', ')}` });
    }
    if (given.includes(record.crm_id) || looksPersonal(record.crm_id)) {
      context.addIssue({
        code: 'custom',
        path: ['crm_id'],
        message: 'expected the CRM’s own record number: it is kept in the clear, so it must not identify the person elsewhere',
      });
    }
    if (record.joined_at != null && record.joined_at > record.updated_at) {
      context.addIssue({ code: 'custom', path: ['updated_at'], message: 'expected a time not before joined_at' });
    }
  });

/** A customer of the CRM. A later `updated_at` replaces the state of the same `crm_id`. */
export const member = recordType({
  name: 'member',
  schema: memberSchema,
  toEvents: (record) => {
    const occurredAt = record.joined_at ?? record.updated_at;
    return [
      draft(
        contact,
        {
          nativeId: record.crm_id,
          version: Date.parse(record.updated_at),
          occurredAt,
          businessDate: businessDate(occurredAt, zone),
        },
        {
          ...customerKeys(record),
          home_org_unit_id: record.home_org_unit_id,
          life_stage: record.life_stage,
          member_tier: record.tier,
          companions: record.companions,
          birth_year: record.birth_year,
          city: record.city,
          language: record.language,
          can_contact: record.can_contact,
        },
      ),
    ];
  },
});
