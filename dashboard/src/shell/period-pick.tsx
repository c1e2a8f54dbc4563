import { useAddress } from '../address/address.ts';
import { useSpeech } from '../i18n/speech.tsx';
import { PERIODS } from '../period/period.ts';
import { Pick } from './pick.tsx';

/** How far back the page looks. */
export function PeriodPick() {
  const { words } = useSpeech();
  const { address, change } = useAddress();
  return (
    <Pick
      name={words.period}
      value={String(address.period)}
      options={PERIODS.map((period) => ({ value: String(period), text: words.lastDays[period] }))}
      onPick={(value) => change({ period: PERIODS.find((period) => String(period) === value) ?? null })}
    />
  );
}
