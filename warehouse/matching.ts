import { daysTouchedBy } from './changes.ts';
import type { Bench, Table } from './engines/engine.ts';
import { BuildError } from './errors.ts';
import type { Match, Window } from './model.ts';

type Inputs = ReadonlyMap<string, Window | Match>;

/**
 * The inputs that are matched, each with those whose rows it is matched to: dated ones that have its columns, or, where there are
 * none, inputs that are matched themselves. Those come before it. An input without any is missing.
 */
export function anchorsOf(inputs: Inputs, hasColumn: (input: string, column: string) => boolean): Map<string, readonly string[]> {
  const anchors = new Map<string, readonly string[]>();
  let known = [...inputs].flatMap(([input, { kind }]) => (kind === 'days' ? [input] : []));
  for (let added = known; added.length > 0; known = [...known, ...added]) {
    added = [];
    for (const [input, reach] of inputs) {
      if (reach.kind === 'days' || anchors.has(input)) continue;
      const found = known.filter((other) => reach.columns.every((column) => hasColumn(other, column)));
      if (found.length > 0) added.push(input);
      if (found.length > 0) anchors.set(input, found);
    }
  }
  return anchors;
}

/** A model's inputs as they are in this build. */
export interface MatchedInputs {
  readonly inputs: Inputs;
  readonly tableOf: (input: string) => Table;
}

function anchorsIn({ inputs, tableOf }: MatchedInputs): Map<string, readonly string[]> {
  return anchorsOf(inputs, (input, column) => tableOf(input).columns.some(({ name }) => name === column));
}

function matchOf({ inputs }: MatchedInputs, input: string): Match {
  const reach = inputs.get(input);
  if (reach?.kind !== 'match') throw new BuildError(`${input}: expected an input that is matched`);
  return reach;
}

/** Output days, beside those that are known, that the changed rows of a matched input can influence: those of the rows that they match. */
export async function daysMatchedBy(
  bench: Bench,
  model: MatchedInputs,
  input: string,
  before: Table | null,
  keys: ReadonlySet<string>,
  known: ReadonlySet<string>,
): Promise<Set<string>> {
  const anchors = anchorsIn(model);
  const days = new Set<string>();
  const follow = async (from: string, relation: string): Promise<void> => {
    const { columns } = matchOf(model, from);
    for (const anchor of anchors.get(from) ?? []) {
      const met = `${relation}__${anchor}`;
      const reach = model.inputs.get(anchor);
      const table = model.tableOf(anchor);
      const unseen = reach?.kind === 'days' ? partsReaching(table, reach, known) : null;
      await bench.bind(met, { kind: 'matching', table, keys: unseen, columns, relations: [relation] });
      if (reach?.kind !== 'days') await follow(anchor, met);
      else for (const day of daysTouchedBy(await bench.daysOf(met, reach.date), reach)) days.add(day);
    }
  };
  const changes = `${input}__changes`;
  const { columns } = matchOf(model, input);
  await bench.bind(changes, { kind: 'changes', before, after: model.tableOf(input), keys, columns });
  await follow(input, changes);
  return days;
}

/** Parts whose rows influence a day that is not known yet. */
function partsReaching({ parts }: Table, reach: Window, known: ReadonlySet<string>): Set<string> {
  return new Set(parts.flatMap(({ key }) => ([...daysTouchedBy([key], reach)].every((day) => known.has(day)) ? [] : [key])));
}

/** Binds each matched input to the rows that the dated ones, as they are bound, can meet. */
export async function bindMatched(bench: Bench, model: MatchedInputs): Promise<void> {
  for (const [input, relations] of anchorsIn(model)) {
    const { columns } = matchOf(model, input);
    await bench.bind(input, { kind: 'matching', table: model.tableOf(input), keys: null, columns, relations });
  }
}
