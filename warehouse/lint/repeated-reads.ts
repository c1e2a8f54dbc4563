import type { Rule } from './rule.ts';
import type { Statement } from './statement.ts';

/**
 * Athena works out a common table expression anew wherever it is named, and takes at most 150 stages a query. One read of a relation has
 * come to about one and a half.
 */
const MOST_READS = 90;

interface Body {
  readonly from: number;
  readonly to: number;
}

/** A query that reads relations too often, once its common table expressions stand where they are named. */
export const REPEATED_READS: Rule = {
  name: 'too many reads',
  remedy: `a common table expression is worked out wherever it is named, and this comes to more than ${MOST_READS} reads, which Athena refuses: make the one that is named most a model of its own`,
  find: (statement) => (readsOf(statement) > MOST_READS ? [0] : []),
};

function readsOf(statement: Statement): number {
  const bodies = bodiesOf(statement);
  const known = new Map<string, number>();
  const readsWithin = ({ from, to }: Body, skipped: readonly Body[]): number => {
    let reads = 0;
    for (let at = from; at < to; at += 1) {
      const inner = skipped.find((body) => body.from === at);
      if (inner !== undefined) at = inner.to;
      if (!statement.has(at, 'from') && !statement.has(at, 'join')) continue;
      const relation = statement.tokens[at + 1];
      if (relation?.kind !== 'word' && relation?.kind !== 'quoted') continue;
      reads += readsOfRelation(relation.text);
    }
    return reads;
  };
  const readsOfRelation = (name: string): number => {
    const body = bodies.get(name);
    if (body === undefined) return 1;
    const before = known.get(name);
    if (before !== undefined) return before;
    known.set(name, 1); // its own name within it is another relation
    const reads = readsWithin(body, []);
    known.set(name, reads);
    return reads;
  };
  return readsWithin({ from: 0, to: statement.tokens.length }, [...bodies.values()]);
}

/** What stands in the parentheses of `name as (…)`, by name. */
function bodiesOf(statement: Statement): Map<string, Body> {
  const bodies = new Map<string, Body>();
  statement.tokens.forEach(({ text, kind }, at) => {
    if ((kind !== 'word' && kind !== 'quoted') || !statement.has(at + 1, 'as', '(')) return;
    if (!statement.has(at - 1, 'with') && !statement.has(at - 1, ',')) return;
    bodies.set(text, { from: at + 3, to: statement.closes(at + 2) ?? statement.tokens.length });
  });
  return bodies;
}
