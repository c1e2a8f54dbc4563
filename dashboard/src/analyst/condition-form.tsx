import { type FormEvent, useState } from 'react';
import type { Catalogue } from '../api/meta.ts';
import { useSpeech } from '../i18n/speech.tsx';
import { type Condition, OPERATORS } from './draft.ts';

interface ConditionFormProps {
  readonly catalogue: Catalogue;
  readonly view: string;
  readonly onAdd: (condition: Condition) => void;
  readonly onCancel: () => void;
}

/** One condition: member, operator, values. */
export function ConditionForm({ catalogue, view, onAdd, onCancel }: ConditionFormProps) {
  const { words, language } = useSpeech();
  const say = words.analyst;
  const members = catalogue.views.find(({ name }) => name === view)?.members.filter((member) => member.type !== 'time') ?? [];
  const [member, setMember] = useState(members.find(({ kind }) => kind === 'dimension')?.name ?? '');
  const [operator, setOperator] = useState<Condition['operator']>('equals');
  const [text, setText] = useState('');
  const isBare = operator === 'set' || operator === 'notSet';
  const values = text
    .split(/[,，]/)
    .map((value) => value.trim())
    .filter(Boolean);
  const add = (event: FormEvent) => {
    event.preventDefault();
    if (member !== '' && (isBare || values.length > 0)) onAdd({ member, operator, values: isBare ? [] : values });
  };
  return (
    <form className="cond" onSubmit={add}>
      <select className="mini" aria-label={say.member} value={member} onChange={(event) => setMember(event.target.value)}>
        {members.map(({ name, title }) => (
          <option key={name} value={name}>
            {title[language]}
          </option>
        ))}
      </select>
      <select
        className="mini"
        aria-label={say.operator}
        value={operator}
        onChange={(event) => setOperator(OPERATORS.find((known) => known === event.target.value) ?? 'equals')}
      >
        {OPERATORS.map((known) => (
          <option key={known} value={known}>
            {say.operators[known]}
          </option>
        ))}
      </select>
      {!isBare && (
        <input
          className="mini"
          aria-label={say.value}
          placeholder={say.valueHint}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
      )}
      <button type="submit" className="btn">
        {say.apply}
      </button>
      <button type="button" className="btn plain" onClick={onCancel}>
        {say.cancel}
      </button>
    </form>
  );
}
