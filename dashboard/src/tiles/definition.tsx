import { useEffect, useRef } from 'react';
import { useCatalogue } from '../api/use-rows.ts';
import { useSpeech } from '../i18n/speech.tsx';
import { useLive } from '../shell/live.tsx';

/** What a tile's measure means, from the catalogue. Closes on Escape or a click elsewhere, and gives the focus back. */
export function Definition({ member }: { member: string }) {
  const { words, language, moment } = useSpeech();
  const catalogue = useCatalogue();
  const { health } = useLive();
  const box = useRef<HTMLDetailsElement>(null);

  useEffect(() => {
    const closeOn = (event: Event) => {
      const details = box.current;
      if (!details?.open) return;
      const isEscape = event instanceof KeyboardEvent && event.key === 'Escape';
      const isOutside = event.type === 'click' && event.target instanceof Node && !details.contains(event.target);
      if (!isEscape && !isOutside) return;
      details.open = false;
      if (isEscape) details.querySelector('summary')?.focus();
    };
    document.addEventListener('keydown', closeOn);
    document.addEventListener('click', closeOn);
    return () => {
      document.removeEventListener('keydown', closeOn);
      document.removeEventListener('click', closeOn);
    };
  }, []);

  const known = catalogue?.members.get(member);
  const isLoading = catalogue === null;
  const title = known?.title[language] ?? (isLoading ? words.state.loading : member);
  const lines = [
    [words.definition, known?.definition[language] || (isLoading ? words.state.loading : words.noDefinition)],
    [words.population, known?.population[language]],
    [words.source, known?.source],
    [
      words.dataTo,
      [health?.dataTo && moment(health.dataTo), health?.build && words.buildNamed(health.build)]
        .filter(Boolean)
        .join(words.comma),
    ],
  ].filter(([, text]) => text);
  return (
    <details className="def" ref={box}>
      <summary aria-label={words.definitionOf(title)}>
        <svg viewBox="0 0 16 16" aria-hidden="true">
          <circle cx="8" cy="8" r="6.3" />
          <path d="M8 7.2v4M8 4.9v.1" />
        </svg>
      </summary>
      <div className="pop">
        <h3>{title}</h3>
        <dl>
          {lines.map(([name, text]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{text}</dd>
            </div>
          ))}
        </dl>
      </div>
    </details>
  );
}
