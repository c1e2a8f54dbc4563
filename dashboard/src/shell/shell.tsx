import { type ReactNode, useEffect } from 'react';
import { clock } from '../format/date.ts';
import { useSpeech } from '../i18n/speech.tsx';
import { leave } from '../session/session.ts';
import { useSession } from '../session/signed-in.tsx';
import { useLive } from './live.tsx';
import { Mark } from './mark.tsx';
import { Switches } from './switches.tsx';
import { useSection } from './use-section.ts';

interface Section {
  readonly id: string;
  readonly name: string;
}

interface ShellProps {
  readonly title: string;
  readonly crumbs: readonly string[];
  readonly sections: readonly Section[];
  readonly filters?: ReactNode;
  readonly children: ReactNode;
}

/** The frame of every page: who, where, how fresh, which filters. */
export function Shell({ title, crumbs, sections, filters, children }: ShellProps) {
  const { words, named } = useSpeech();
  const { person } = useSession();
  const here = useSection(sections);
  useEffect(() => {
    document.title = `${title} · ${words.product}`;
  }, [title, words]);
  const links = sections.map(({ id, name }) => (
    <a key={id} href={`#${id}`} aria-current={id === here ? 'true' : undefined}>
      {name}
    </a>
  ));
  return (
    <>
      <a className="skip" href="#main">
        {words.skip}
      </a>
      <header className="bar">
        <div className="in">
          <a className="mark" href="#main">
            <Mark />
            {words.product}
          </a>
          <nav aria-label={words.sections}>{links}</nav>
          <div className="end">
            <Switches />
            <span className="who">
              {named(person.name, person.nameEn)} · {words.role[person.tier]}
            </span>
            <button type="button" className="quiet" onClick={() => leave('left')}>
              {words.signOut}
            </button>
          </div>
        </div>
      </header>
      <section className="head" aria-label={words.scopeAndFilters}>
        <div>
          <nav aria-label={words.youAreHere}>
            <ol className="crumbs">
              {crumbs.map((crumb, index) => (
                <li key={crumb}>
                  <span className="brand" aria-current={index === crumbs.length - 1 ? 'page' : undefined}>
                    {crumb}
                  </span>
                </li>
              ))}
            </ol>
          </nav>
          <Freshness />
          {filters && (
            <fieldset className="filters" aria-label={words.filters}>
              {filters}
            </fieldset>
          )}
        </div>
      </section>
      <main id="main">{children}</main>
      {sections.length > 1 && (
        <nav className="dock" aria-label={words.pages}>
          {links}
        </nav>
      )}
    </>
  );
}

function Freshness() {
  const { words, moment } = useSpeech();
  const { health, isOffline, heardAtMs } = useLive();
  if (isOffline) {
    return (
      <output className="fresh stale">{heardAtMs > 0 ? words.offline(clock(new Date(heardAtMs))) : words.connecting}</output>
    );
  }
  if (!health?.dataTo) return null;
  return <span className="fresh">{words.updated(moment(health.dataTo))}</span>;
}
