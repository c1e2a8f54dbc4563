import './frontline.css';
import { useAddress } from '../address/address.ts';
import { useRows } from '../api/use-rows.ts';
import { useSpeech } from '../i18n/speech.tsx';
import { Anchored } from '../scores/anchor.tsx';
import { scopeOf } from '../scores/scope.ts';
import { useSession } from '../session/signed-in.tsx';
import { PeriodPick } from '../shell/period-pick.tsx';
import { Shell } from '../shell/shell.tsx';
import { Scores } from './scores.tsx';
import { Stages } from './stages.tsx';
import { Today } from './today.tsx';
import { Voices } from './voices.tsx';

/** One store: today, what was said, and how its scores stand against the region. */
export function FrontlinePage() {
  const { words, named } = useSpeech();
  const { person } = useSession();
  const { address } = useAddress();
  const where = useRows({
    subject: 'score',
    measures: ['response_count'],
    dimensions: ['region_name', 'region_name_en'],
    limit: 1,
  });
  const store = words.store(named(person.unitName, person.unitNameEn));
  const regionRow = where.rows[0];
  const region = regionRow ? words.region(named(regionRow.region_name, regionRow.region_name_en)) : words.manager.regionWord;
  return (
    <Shell
      title={store}
      crumbs={[store]}
      sections={[
        { id: 'today', name: words.frontline.today },
        { id: 'voices', name: words.frontline.voices },
        { id: 'scores', name: words.frontline.scores },
        { id: 'stages', name: words.frontline.stages },
      ]}
      filters={<PeriodPick />}
    >
      <Anchored>
        {(lastDay, firstDay) => {
          const scope = scopeOf({ firstDay, lastDay, period: address.period }, { unit: [], unitId: person.unit, name: store });
          return (
            <div className="two">
              <div className="first">
                <Today lastDay={lastDay} />
                <Voices />
              </div>
              <div className="side">
                <Scores scope={scope} region={region} />
                <Stages scope={scope} />
              </div>
            </div>
          );
        }}
      </Anchored>
    </Shell>
  );
}
