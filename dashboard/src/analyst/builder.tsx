import type { ReactNode } from 'react';
import { useState } from 'react';
import type { Catalogue } from '../api/meta.ts';
import { useSpeech } from '../i18n/speech.tsx';
import { PERIODS } from '../period/period.ts';
import { ConditionForm } from './condition-form.tsx';
import { type Draft, GRAINS, isByDay, toggled } from './draft.ts';
import { titleOf } from './names.ts';

interface BuilderProps {
  readonly catalogue: Catalogue;
  readonly draft: Draft;
  readonly onChange: (draft: Draft) => void;
  /** Run button, figures of the last run, what can be done with them. */
  readonly children: ReactNode;
}

/** The question in four lines. */
export function Builder({ catalogue, draft, onChange, children }: BuilderProps) {
  const { words, language } = useSpeech();
  const say = words.analyst;
  const [isAdding, setAdding] = useState(false);
  const name = (member: string) => titleOf(catalogue, language, member);
  const sortable = [...draft.measures, ...draft.dimensions];
  return (
    <section className="build" aria-label={say.nav}>
      <h1 className="sr">{say.title}</h1>
      <Line title={say.measures}>
        {draft.measures.map((member) => (
          <Chip key={member} text={name(member)} onRemove={() => onChange(toggled(draft, member, 'measure'))} />
        ))}
        {draft.measures.length === 0 && <li className="muted">–</li>}
      </Line>
      <Line title={say.groupBy}>
        {draft.dimensions.map((member) => (
          <Chip key={member} text={name(member)} onRemove={() => onChange(toggled(draft, member, 'dimension'))} />
        ))}
        {draft.dimensions.length === 0 && <li className="muted">–</li>}
      </Line>
      {isByDay(draft.view, catalogue) && (
        <Line title={say.time}>
          <li>
            <select
              className="mini"
              aria-label={words.period}
              value={draft.days ?? ''}
              onChange={(event) =>
                onChange({ ...draft, days: PERIODS.find((period) => String(period) === event.target.value) ?? null })
              }
            >
              {PERIODS.map((period) => (
                <option key={period} value={period}>
                  {words.lastDays[period]}
                </option>
              ))}
              <option value="">{say.allTime}</option>
            </select>
          </li>
          <li>
            <select
              className="mini"
              aria-label={say.groupBy}
              value={draft.grain}
              onChange={(event) => onChange({ ...draft, grain: GRAINS.find((grain) => grain === event.target.value) ?? 'none' })}
            >
              {GRAINS.map((grain) => (
                <option key={grain} value={grain}>
                  {say.granularity[grain]}
                </option>
              ))}
            </select>
          </li>
        </Line>
      )}
      <Line title={say.where}>
        {draft.conditions.map((condition, index) => {
          const text = `${name(condition.member)} ${say.operators[condition.operator]} ${condition.values.join(', ')}`.trim();
          return (
            <Chip
              key={text}
              text={text}
              onRemove={() => onChange({ ...draft, conditions: draft.conditions.filter((_, at) => at !== index) })}
            />
          );
        })}
        <li>
          <button type="button" className="add" aria-expanded={isAdding} onClick={() => setAdding(!isAdding)}>
            {say.addCondition}
          </button>
        </li>
      </Line>
      {isAdding && (
        <ConditionForm
          catalogue={catalogue}
          view={draft.view}
          onAdd={(condition) => {
            onChange({ ...draft, conditions: [...draft.conditions, condition] });
            setAdding(false);
          }}
          onCancel={() => setAdding(false)}
        />
      )}
      <Line title={say.order}>
        <li>
          <select
            className="mini"
            aria-label={say.order}
            value={draft.order ? `${draft.order.way} ${draft.order.member}` : ''}
            onChange={(event) => {
              const [way, member] = event.target.value.split(' ');
              onChange({ ...draft, order: member === undefined ? null : { member, way: way === 'asc' ? 'asc' : 'desc' } });
            }}
          >
            <option value="">{say.noOrder}</option>
            {sortable.flatMap((member) => [
              <option key={`desc ${member}`} value={`desc ${member}`}>
                {say.descending(name(member))}
              </option>,
              <option key={`asc ${member}`} value={`asc ${member}`}>
                {say.ascending(name(member))}
              </option>,
            ])}
          </select>
        </li>
      </Line>
      <div className="run">{children}</div>
    </section>
  );
}

function Line({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className="bl">
      <span className="bk">{title}</span>
      <ul>{children}</ul>
    </div>
  );
}

function Chip({ text, onRemove }: { text: string; onRemove: () => void }) {
  const { words } = useSpeech();
  return (
    <li className="chip">
      <span>{text}</span>
      <button type="button" aria-label={words.analyst.remove(text)} onClick={onRemove}>
        ×
      </button>
    </li>
  );
}
