import { useCatalogue } from '../api/use-rows.ts';
import { useSpeech } from '../i18n/speech.tsx';

/** How many answers are still missing, when the catalogue says how many are needed. */
export function MinimumNote({ member, n }: { member: string; n: number }) {
  const { words, number } = useSpeech();
  const minimum = useCatalogue()?.members.get(member)?.minimumN ?? null;
  if (minimum === null || n === 0 || n >= minimum) return null;
  return <span className="sub start wide">{words.state.fewText(number(minimum), number(minimum - n))}</span>;
}
