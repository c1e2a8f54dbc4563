import './sign-in.css';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { Tier } from '../api/members.ts';
import { loadPeople, type Person, signIn } from '../api/sign-in.ts';
import { useSpeech } from '../i18n/speech.tsx';
import { type Absence, enter, toSession } from '../session/session.ts';
import { Mark } from '../shell/mark.tsx';
import { Switches } from '../shell/switches.tsx';

const TIERS: readonly Tier[] = ['executive', 'manager', 'frontline', 'analyst'];
const RINGS = [7, 26, 50, 80, 116, 158, 206, 260];
/** More people of one tier than this become a list to choose from. */
const MOST_BUTTONS = 4;

/** Sign in as one of the sample people. The address stays, so it leads back to the page that was asked for. */
export function SignInPage({ why }: { why: Absence }) {
  const { words, named } = useSpeech();
  const people = useQuery({ queryKey: ['people'], queryFn: ({ signal }) => loadPeople(signal) });
  const entering = useMutation({
    mutationFn: async (person: Person) => enter(toSession(await signIn(person.id), person)),
  });
  useEffect(() => {
    document.title = `${words.signIn.title} · ${words.product}`;
  }, [words]);
  const list = people.data ?? [];
  const company = list.find((person) => person.tier === 'executive');
  return (
    <div className="split">
      <main id="main" className="gate">
        <span className="mark">
          <Mark />
          {words.product}
        </span>
        <div className="form">
          <h1>{words.signIn.title}</h1>
          <p className="brand">{company ? named(company.unitName, company.unitNameEn) : words.signIn.choose}</p>
          {why === 'expired' && (
            <output className="note warn">
              <strong>{words.signIn.expired}</strong>
              <span>{words.signIn.expiredText}</span>
            </output>
          )}
          {(people.error !== null || entering.error !== null) && (
            <div className="note bad" role="alert">
              <strong>{words.state.errorTitle}</strong>
              <button type="button" className="act" onClick={() => void people.refetch()}>
                {words.state.retry}
              </button>
            </div>
          )}
          {people.data?.length === 0 && (
            <output className="note">
              <strong>{words.signIn.nobody}</strong>
              <span>{words.signIn.nobodyText}</span>
            </output>
          )}
          <div className="ways">
            {TIERS.map((tier) => (
              <Ways
                key={tier}
                people={list.filter((person) => person.tier === tier)}
                isFirst={tier === 'executive'}
                onEnter={(person) => entering.mutate(person)}
              />
            ))}
          </div>
          <p className="why">{words.signIn.why}</p>
        </div>
        <div className="foot">
          <Switches />
        </div>
      </main>
      <aside className="art" aria-label={words.signIn.about}>
        <svg viewBox="0 0 600 700" preserveAspectRatio="xMidYMid slice" aria-hidden="true">
          {RINGS.map((radius) => (
            <circle key={radius} cx="470" cy="190" r={radius} style={{ opacity: 1 - 0.88 * (radius / 260) ** 1.2 }} />
          ))}
        </svg>
        <p>{words.signIn.motto}</p>
        <small>{words.signIn.small}</small>
      </aside>
    </div>
  );
}

interface WaysProps {
  readonly people: readonly Person[];
  readonly isFirst: boolean;
  readonly onEnter: (person: Person) => void;
}

function Ways({ people, isFirst, onEnter }: WaysProps) {
  const { words, named } = useSpeech();
  const [chosen, setChosen] = useState('');
  const unitOf = (person: Person) => {
    const unit = named(person.unitName, person.unitNameEn);
    return person.tier === 'frontline' ? words.store(unit) : person.tier === 'manager' ? words.region(unit) : unit;
  };
  if (people.length > MOST_BUTTONS) {
    const person = people.find(({ id }) => id === chosen);
    return (
      <div className="choose">
        <select aria-label={words.signIn.chooseStore} value={chosen} onChange={(event) => setChosen(event.target.value)}>
          <option value="">{words.signIn.chooseStore}</option>
          {people.map((one) => (
            <option key={one.id} value={one.id}>
              {named(one.name, one.nameEn)} · {unitOf(one)}
            </option>
          ))}
        </select>
        <button type="button" className="btn" disabled={person === undefined} onClick={() => person && onEnter(person)}>
          {words.signIn.enter}
        </button>
      </div>
    );
  }
  return people.map((person) => (
    <button key={person.id} type="button" className={`btn ${isFirst ? 'first' : ''}`} onClick={() => onEnter(person)}>
      {named(person.name, person.nameEn)}
      <span>
        {person.tier === 'executive' || person.tier === 'analyst'
          ? words.role[person.tier]
          : `${unitOf(person)} · ${words.role[person.tier]}`}
      </span>
    </button>
  ));
}
