import { useId, useState } from 'react';
import type { Catalogue, Member } from '../api/meta.ts';
import { useSpeech } from '../i18n/speech.tsx';
import { Pick } from '../shell/pick.tsx';
import { type Draft, toggled } from './draft.ts';
import { unitName, viewName } from './names.ts';

interface CatalogueListProps {
  readonly catalogue: Catalogue;
  readonly draft: Draft;
  readonly onChange: (draft: Draft) => void;
}

/** Everything that can be asked of one view, to search and tick; below, what the last ticked one means. */
export function CatalogueList({ catalogue, draft, onChange }: CatalogueListProps) {
  const { words, language, number } = useSpeech();
  const say = words.analyst;
  const [sought, setSought] = useState('');
  const [shown, setShown] = useState<string | null>(null);
  const field = useId();
  const members = catalogue.views.find((view) => view.name === draft.view)?.members ?? [];
  const needle = sought.trim().toLowerCase();
  const matching = members.filter(
    (member) => needle === '' || `${member.name} ${member.title.zh} ${member.title.en}`.toLowerCase().includes(needle),
  );
  const explained = catalogue.members.get(shown ?? draft.measures[0] ?? '');
  const group = (kind: Member['kind'], title: string) => {
    const inKind = matching.filter((member) => member.kind === kind);
    if (inKind.length === 0) return null;
    const chosen = kind === 'measure' ? draft.measures : draft.dimensions;
    return (
      <section>
        <h2>{title}</h2>
        <ul>
          {inKind.map((member) => (
            <li key={member.name}>
              <label>
                <input
                  type="checkbox"
                  checked={chosen.includes(member.name)}
                  onChange={() => {
                    setShown(member.name);
                    onChange(toggled(draft, member.name, kind));
                  }}
                />
                <b>{member.title[language]}</b>
                <code>{member.name}</code>
              </label>
            </li>
          ))}
        </ul>
      </section>
    );
  };
  return (
    <aside className="cat" id="catalogue" aria-label={say.catalogue}>
      <Pick
        name={say.view}
        value={draft.view}
        options={catalogue.views.map(({ name }) => ({ value: name, text: viewName(words, name) }))}
        onPick={(view) => onChange({ ...draft, view, measures: [], dimensions: [], conditions: [], order: null })}
      />
      <label className="sr" htmlFor={field}>
        {say.search}
      </label>
      <input
        id={field}
        type="search"
        className="field"
        placeholder={say.search}
        value={sought}
        autoComplete="off"
        onChange={(event) => setSought(event.target.value)}
      />
      <p className="muted small">{say.countOf(number(matching.length), number(members.length))}</p>
      <div className="members">
        {group('measure', say.measures)}
        {group('dimension', say.dimensions)}
      </div>
      {explained && <Meaning member={explained} />}
    </aside>
  );
}

function Meaning({ member }: { member: Member }) {
  const { words, language } = useSpeech();
  const lines = [
    [words.definition, member.definition[language]],
    [words.analyst.unitWord, unitName(words, member.unit)],
    [words.population, member.population[language]],
    [words.source, member.source],
  ].filter(([, text]) => text);
  return (
    <section className="mdef">
      <h2>{member.name}</h2>
      <dl>
        {lines.map(([name, text]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
