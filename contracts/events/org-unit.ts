import { flag, id, oneOf, optional, real, text } from '../column.ts';
import { defineEvent } from '../event.ts';

export const orgUnit = defineEvent({
  table: 'org_unit',
  version: 1,
  about: 'A node of the org tree: company, region, store, or a seller on a marketplace.',
  grain: 'one node, in its latest state',
  columns: {
    org_unit_id: id('Org unit.'),
    parent_id: optional(id('Org unit above it; none for the root.')),
    kind: oneOf(['company', 'region', 'store', 'seller'], 'Kind of node.'),
    name: text('Name.'),
    name_en: optional(text('Name in English.')),
    city: optional(text('City.')),
    region: optional(text('State or province.')),
    time_zone: optional(id('IANA zone.')),
    manager_id: optional(id('Person in charge, by a staff number.')),
    latitude: optional(real('Latitude.', 'degrees')),
    longitude: optional(real('Longitude.', 'degrees')),
    is_open: optional(flag('Still in business.')),
  },
});
