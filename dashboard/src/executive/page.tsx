import './executive.css';
import { useAddress } from '../address/address.ts';
import { useRows } from '../api/use-rows.ts';
import { useSpeech } from '../i18n/speech.tsx';
import { useSession } from '../session/signed-in.tsx';
import { Anchored } from '../scores/anchor.tsx';
import { type Scope, scopeOf } from '../scores/scope.ts';
import { TrendTile } from '../scores/trend-tile.tsx';
import { PeriodPick } from '../shell/period-pick.tsx';
import { Pick } from '../shell/pick.tsx';
import { Shell } from '../shell/shell.tsx';
import { Headline } from './headline.tsx';
import { LateTile } from './late-tile.tsx';
import { RegionsTile } from './regions-tile.tsx';
import { ResponseTile } from './response-tile.tsx';
import { TouchpointsTile } from './touchpoints-tile.tsx';
import { VolumeTile } from './volume-tile.tsx';

/** The whole company: one sentence, six tiles. */
export function ExecutivePage() {
  const { words, named, number } = useSpeech();
  const { address, change } = useAddress();
  const { person } = useSession();
  const company = named(person.unitName, person.unitNameEn);
  const stores = useRows({
    subject: 'score',
    measures: ['response_count'],
    dimensions: ['org_unit_id', 'region_id', 'region_name', 'region_name_en'],
  });
  const regions = new Map<string, { name: string; count: number }>();
  for (const row of stores.rows) {
    const id = row.region_id;
    if (id === null) continue;
    const known = regions.get(id);
    regions.set(id, { name: named(row.region_name, row.region_name_en), count: (known?.count ?? 0) + 1 });
  }
  const chosen = address.unit === null ? undefined : regions.get(address.unit);
  const unit: Scope['unit'] = address.unit === null ? [] : [{ member: 'region_id', operator: 'equals', values: [address.unit] }];
  const storeCount = chosen ? chosen.count : stores.rows.length;
  const name = chosen ? words.region(chosen.name) : words.mid(words.allStores(number(storeCount)));
  return (
    <Shell
      title={words.executive.nav}
      crumbs={chosen ? [company, words.region(chosen.name)] : [company]}
      sections={[
        { id: 'main', name: words.executive.nav },
        { id: 'regions', name: words.executive.regionsNav },
        { id: 'stages', name: words.executive.journeyNav },
        { id: 'late', name: words.executive.operationsNav },
      ]}
      filters={
        <>
          <PeriodPick />
          <Pick
            name={words.unit}
            value={address.unit ?? ''}
            options={[
              { value: '', text: stores.rows.length > 0 ? words.allStores(number(stores.rows.length)) : words.all },
              ...[...regions].map(([id, region]) => ({ value: id, text: words.storesIn(region.name, number(region.count)) })),
            ]}
            onPick={(value) => change({ unit: value || null })}
          />
        </>
      }
    >
      <Anchored>
        {(lastDay, firstDay) => {
          const scope = scopeOf(
            { firstDay, lastDay, period: address.period },
            { unit, unitId: address.unit ?? person.unit, name },
          );
          return (
            <>
              <section className="lead">
                <Headline scope={scope} stores={storeCount} />
              </section>
              <div className="grid ex">
                <div className="c8 tall" id="trend">
                  <TrendTile scope={scope} className="flat" height={330} />
                </div>
                <RegionsTile scope={scope} />
                <TouchpointsTile scope={scope} />
                <VolumeTile scope={scope} />
                <LateTile scope={scope} />
                <ResponseTile scope={scope} />
              </div>
            </>
          );
        }}
      </Anchored>
    </Shell>
  );
}
