import { z } from 'zod';
import { draft } from '../../contracts/event.ts';
import { contact as contactEvent } from '../../contracts/events/contact.ts';
import { recordType } from '../channel.ts';
import { unkept } from '../kit/field.ts';
import { cell, flagCell } from '../kit/table.ts';
import { businessDate } from '../kit/time.ts';
import { exportedTime, identifier, label, recordId, yearOfDay } from './cells.ts';
import { zone } from './zone.ts';

const shape = {
  Id: recordId,
  LastModifiedDate: exportedTime,
  CreatedDate: cell(exportedTime),
  IsDeleted: cell(flagCell),
  Email: cell(identifier),
  Phone: cell(identifier),
  MobilePhone: cell(identifier),
  MailingCity: cell(label),
  MailingState: cell(label),
  Birthdate: cell(yearOfDay),
  HasOptedOutOfEmail: cell(flagCell),
  DoNotCall: cell(flagCell),
};

/** Fields of the object reference that are not kept; a company's own (`…__c`) are unknown, and kept with what is personal redacted. */
const left = unkept(
  'AccountId',
  'AssistantName',
  'AssistantPhone',
  'BuyerId',
  'CleanStatus',
  'ContactSource',
  'CreatedById',
  'Department',
  'DepartmentGroup',
  'Description',
  'EmailBouncedDate',
  'EmailBouncedReason',
  'Fax',
  'FirstName',
  'GenderIdentity',
  'HasOptedOutOfFax',
  'HomePhone',
  'IndividualId',
  'IsEmailBounced',
  'IsPersonAccount',
  'Jigsaw',
  'JigsawContactId',
  'LastActivityDate',
  'LastCURequestDate',
  'LastCUUpdateDate',
  'LastModifiedById',
  'LastName',
  'LastReferencedDate',
  'LastViewedDate',
  'LeadSource',
  'MailingAddress',
  'MailingCountry',
  'MailingCountryCode',
  'MailingGeocodeAccuracy',
  'MailingLatitude',
  'MailingLongitude',
  'MailingPostalCode',
  'MailingStateCode',
  'MailingStreet',
  'MasterRecordId',
  'MiddleName',
  'Name',
  'OtherAddress',
  'OtherCity',
  'OtherCountry',
  'OtherCountryCode',
  'OtherGeocodeAccuracy',
  'OtherLatitude',
  'OtherLongitude',
  'OtherPhone',
  'OtherPostalCode',
  'OtherState',
  'OtherStateCode',
  'OtherStreet',
  'OwnerId',
  'PhotoUrl',
  'Pronouns',
  'RecordTypeId',
  'ReportsToId',
  'Salutation',
  'Suffix',
  'SystemModstamp',
  'Title',
  'TitleType',
);

/** A contact of the export. A later `LastModifiedDate` replaces the state of the same `Id`; a deleted one makes no event. */
export const contact = recordType({
  name: 'contact',
  schema: z.object({ ...shape, ...left }),
  header: ['Id', 'LastName', 'Email', 'LastModifiedDate'],
  toEvents: (row) => {
    if (row.IsDeleted === true) return [];
    const occurredAt = row.CreatedDate ?? row.LastModifiedDate;
    return [
      draft(
        contactEvent,
        {
          nativeId: row.Id,
          version: Date.parse(row.LastModifiedDate),
          occurredAt,
          businessDate: businessDate(occurredAt, zone),
        },
        {
          account_key: `salesforce:${row.Id}`,
          email_key: row.Email,
          phone_key: row.MobilePhone ?? row.Phone,
          birth_year: row.Birthdate,
          city: row.MailingCity,
          region: row.MailingState,
          can_contact: row.HasOptedOutOfEmail === true || row.DoNotCall === true ? false : null,
        },
      ),
    ];
  },
});
