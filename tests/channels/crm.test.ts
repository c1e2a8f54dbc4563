import { expect, test } from 'vitest';
import { readFixture, sendThrough } from './door.ts';

const segment = await sendThrough('segment');
const hubspot = await sendThrough('hubspot');
const salesforce = await sendThrough('salesforce');

test('of what an app sends, the tracking plan decides what stays', () => {
  const [row] = segment(readFixture('segment', 'track')).rows;
  expect(row).toMatchObject({
    table: 'app_event',
    cells: { action: 'Product Added', page: '/menu/', org_unit_id: 'S017', touchpoint: 'app', business_date: '2026-11-06' },
  });
  expect(JSON.parse(String(row?.cells.properties))).toEqual({ product_id: 'D02', price: 36.8, quantity: 2, currency: 'CNY' });
  expect(segment(readFixture('segment', 'page')).rows[0]?.cells).toMatchObject({ action: 'page_viewed', page: '/menu/' });
});

test('a user of the app is the account of our own payloads', async () => {
  const survey = await sendThrough('survey');
  const response = { ...readFixture('survey', 'full'), customer: { account_id: '97980cfea0067' } };
  const [identified] = segment(readFixture('segment', 'identify')).rows;
  expect(identified?.cells).toMatchObject({ birth_year: 1990, city: '杭州', language: 'zh-CN' });
  expect(identified?.cells.account_key).toBe(survey(response).rows[0]?.cells.account_key);
  expect(segment(readFixture('segment', 'alias')).rows[0]?.cells.cookie_key).toBe(identified?.cells.cookie_key);
});

test('a notice of HubSpot joins one value to its contact, and wipes nothing of it', () => {
  const [contact] = hubspot(readFixture('hubspot', 'contact')).rows;
  const [notice] = hubspot(readFixture('hubspot', 'notice-of-an-email')).rows;
  expect(contact?.cells).toMatchObject({ event_id: 'hubspot/65059681032', life_stage: 'customer', can_contact: false });
  expect(notice?.cells).toMatchObject({
    event_id: 'hubspot/65059681032/email',
    account_key: contact?.cells.account_key,
    email_key: contact?.cells.email_key,
    event_version: 1793880000123,
  });
  for (const name of ['notice-of-another-property', 'notice-of-a-deletion', 'contact-archived'])
    expect(hubspot(readFixture('hubspot', name)).rows).toEqual([]);
});

test('a contact of Salesforce keeps the mobile, the year and the refusal', () => {
  const [row] = salesforce(readFixture('salesforce', 'contact')).rows;
  expect(row?.cells).toMatchObject({
    event_id: 'salesforce/003000000000001AAA',
    event_version: Date.parse('2026-11-05T10:00:00Z'),
    birth_year: 1990,
    can_contact: false,
    extra: '{"Loyalty_Tier__c":"gold"}',
  });
  const [person] = salesforce(readFixture('salesforce', 'person-account')).rows;
  expect(person?.cells.phone_key).toBe(row?.cells.phone_key);
  for (const name of ['account-of-a-firm', 'contact-deleted'])
    expect(salesforce(readFixture('salesforce', name)).rows).toEqual([]);
});
