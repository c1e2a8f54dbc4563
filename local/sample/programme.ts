import type { z } from 'zod';
import type { actionSchema } from '../../channels/programme/action.ts';
import type { costSchema } from '../../channels/programme/cost.ts';
import type { initiativeSchema } from '../../channels/programme/initiative.ts';
import { storeAt } from './company.ts';
import type { PlantedInitiative } from './planted.ts';
import type { World } from './world.ts';

export type ProgrammeRecord = z.input<typeof initiativeSchema> | z.input<typeof costSchema> | z.input<typeof actionSchema>;

const OWNERS = { works: 'E10101', nothing: 'E10102', trend: 'E10103' } as const satisfies Record<
  PlantedInitiative['kind'],
  string
>;

/** What the programme's books say of a day: initiatives that begin, the actions in their stores, and postings, weekly from then on. */
export function* programmeRecords({ planted, clock }: World, day: number): Iterable<ProgrammeRecord> {
  const date = clock.date(day);
  const updated_at = clock.instant(day, 9 * 3600);
  for (const { id, kind, name, touchpoint, stores, from, cost } of planted.initiatives) {
    const owner_id = OWNERS[kind];
    const start_date = clock.date(from);
    if (day === 0 || day === from)
      yield {
        type: 'initiative',
        initiative_id: id,
        name,
        touchpoint,
        owner_id,
        status: day < from ? 'planned' : 'running',
        start_date,
        updated_at,
      };
    if (day < from) continue;
    for (const store of stores) {
      const org_unit_id = storeAt(store).id;
      if (day === from) {
        yield {
          type: 'action',
          action_id: `${id}-1`,
          initiative_id: id,
          org_unit_id,
          stage: 'started',
          title: name,
          start_date,
          owner_id: `E2${String(store + 1).padStart(4, '0')}`,
          updated_at,
        };
      }
      const amount = (day === from ? cost.once : 0) + ((day - from) % 7 === 6 ? cost.weekly : 0);
      if (amount > 0)
        yield {
          type: 'initiative_cost',
          posting_id: `${id}-${org_unit_id}-${date}`,
          initiative_id: id,
          org_unit_id,
          kind: day === from && kind === 'nothing' ? 'system' : 'labour',
          amount,
          currency: 'CNY',
          date,
          updated_at,
        };
    }
  }
}

/** Yuan that an initiative had cost when the story ended. */
export function costOf({ stores, from, cost }: PlantedInitiative, days: number): number {
  return stores.length * (cost.once + cost.weekly * Math.floor((days - from) / 7));
}
