import { day, id, oneOf, optional, real } from '../column.ts';
import { defineEvent } from '../event.ts';

export const target = defineEvent({
  table: 'target',
  version: 1,
  about: 'A value that an org unit wants a metric to reach.',
  grain: 'one metric, org unit, touchpoint and period',
  columns: {
    metric: oneOf(['nps', 'csat', 'ces', 'response_ratio', 'resolution_ratio', 'revenue'], 'Metric.'),
    org_unit_id: optional(id('Org unit; none for the whole company.')),
    touchpoint: optional(id('Touchpoint; none for all.')),
    value: real('Target, in the metric’s own unit.'),
    start_date: day('First day it holds.'),
    end_date: optional(day('Last day it holds.')),
  },
});
