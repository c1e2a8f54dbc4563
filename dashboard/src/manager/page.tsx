import './manager.css';
import { useAddress } from '../address/address.ts';
import { useRows } from '../api/use-rows.ts';
import { useSpeech } from '../i18n/speech.tsx';
import { Anchored } from '../scores/anchor.tsx';
import { type Scope, scopeOf } from '../scores/scope.ts';
import { TrendTile } from '../scores/trend-tile.tsx';
import { useSession } from '../session/signed-in.tsx';
import { PeriodPick } from '../shell/period-pick.tsx';
import { Pick } from '../shell/pick.tsx';
import { Shell } from '../shell/shell.tsx';
import { HeatTile } from './heat-tile.tsx';
import { Kpis } from './kpis.tsx';
import { StoresTile } from './stores-tile.tsx';
import { VoicesTile } from './voices-tile.tsx';

/** One region: five key figures, then trend, stages, stores and voices. */
export function ManagerPage() {
  const { words, named, number } = useSpeech();
  const { person, region } = useSession();
  const { address, change } = useAddress();
  const stores = useRows({
    subject: 'score',
    measures: ['response_count'],
    dimensions: ['org_unit_id', 'store_name', 'store_name_en'],
    order: [['org_unit_id', 'asc']],
  });
  const names = new Map(stores.rows.map((row) => [row.org_unit_id ?? '', words.store(named(row.store_name, row.store_name_en))]));
  const regionName = words.region(named(person.unitName, person.unitNameEn));
  const store = address.unit === null ? undefined : names.get(address.unit);
  const unit: Scope['unit'] =
    store === undefined || address.unit === null ? [] : [{ member: 'org_unit_id', operator: 'equals', values: [address.unit] }];
  return (
    <Shell
      title={regionName}
      crumbs={store === undefined ? [regionName] : [regionName, store]}
      sections={[
        { id: 'main', name: words.manager.nav },
        { id: 'stages', name: words.manager.stagesNav },
        { id: 'stores', name: words.manager.storesNav },
        { id: 'voices', name: words.manager.voicesNav },
      ]}
      filters={
        <>
          <PeriodPick />
          <Pick
            name={words.unit}
            value={store === undefined ? '' : (address.unit ?? '')}
            options={[
              {
                value: '',
                text: names.size > 0 ? words.storesIn(named(person.unitName, person.unitNameEn), number(names.size)) : regionName,
              },
              ...[...names].map(([value, text]) => ({ value, text })),
            ]}
            onPick={(value) => change({ unit: value || null })}
          />
        </>
      }
    >
      <h1 className="sr">{words.manager.title(regionName)}</h1>
      <Anchored>
        {(lastDay, firstDay) => {
          const unitId = unit.length > 0 && address.unit !== null ? address.unit : (region ?? person.unit);
          const scope = scopeOf({ firstDay, lastDay, period: address.period }, { unit, unitId, name: store ?? regionName });
          return (
            <>
              <Kpis scope={scope} />
              <div className="grid after">
                <TrendTile scope={scope} className="c7" height={400} />
                <HeatTile scope={scope} region={region ?? person.unit} />
                <StoresTile scope={scope} />
                <VoicesTile scope={scope} />
              </div>
            </>
          );
        }}
      </Anchored>
    </Shell>
  );
}
