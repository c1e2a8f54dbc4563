import type { Rule } from './rule.ts';
import type { Statement } from './statement.ts';

/** Names that a select gives to its columns are known to what comes after it, and on Athena not yet to the select itself. */
export const NAMES_MADE_HERE: readonly Rule[] = [
  {
    name: 'grouped by the name of a column that is made here',
    remedy: 'Athena does not know it yet; repeat the expression',
    find: groupedByAlias,
  },
  {
    name: 'name of a column that is made here',
    remedy:
      'Athena does not know it yet; make it in a CTE and read it in the next, or write t.x where an input has a column of that name',
    find: usedNames,
  },
];

/** `select f(x) as y … group by y`: bare names of a `group by` that are names of other expressions of the same select. */
function groupedByAlias(statement: Statement): number[] {
  const { tokens } = statement;
  return tokens.flatMap((_, index) => {
    if (!statement.has(index, 'group', 'by')) return [];
    const aliases = aliasesBefore(statement, index);
    const found: number[] = [];
    let isItem = true;
    for (let at = index + 2; at < tokens.length; at += 1) {
      const one = tokens[at];
      if (one === undefined || one.text === ')' || (one.kind === 'word' && ENDS_GROUP.has(one.text))) break;
      const close = one.text === '(' ? statement.closes(at) : undefined;
      const next = tokens[at + 1]?.text ?? ',';
      if (
        isItem &&
        one.kind === 'word' &&
        aliases.has(one.text) &&
        (next === ',' || next === ')' || ENDS_GROUP.has(next) || at + 1 === tokens.length)
      )
        found.push(at);
      isItem = one.text === ',';
      if (close !== undefined) at = close;
    }
    return found;
  });
}

const ENDS_GROUP = new Set('having window order limit offset union except intersect'.split(' '));

/** Names given with `as` to something else than a column of that name, in the select that a later clause belongs to. */
function aliasesBefore(statement: Statement, clause: number): ReadonlySet<string> {
  const names = new Set<string>();
  const { tokens } = statement;
  let depth = 0;
  for (let at = clause - 1; at >= 0; at -= 1) {
    const one = tokens[at];
    if (one?.text === ')') depth += 1;
    if (one?.text === '(') depth -= 1;
    if (depth < 0 || (depth === 0 && one?.text === 'select')) break;
    if (depth !== 0 || one?.text !== 'as') continue;
    const alias = tokens[at + 1];
    if (alias?.kind === 'word' && tokens[at - 1]?.text !== alias.text) names.add(alias.text);
  }
  return names;
}

const CLAUSES = new Set('from where group having window order limit offset'.split(' '));
const BEFORE_NAMES = new Set(['select', 'where', 'having', 'window']);
const SET_OPERATIONS = new Set(['union', 'except', 'intersect']);

/** `select f(x) as y, y + 1 as z … where y > 2`: names of earlier columns of the same select that are made of nothing of that name. */
function usedNames(statement: Statement): number[] {
  return statement.tokens.flatMap((_, at) => (statement.has(at, 'select') ? usedIn(statement, at) : []));
}

function usedIn(statement: Statement, select: number): number[] {
  const { tokens } = statement;
  const made = new Set<string>();
  const found: number[] = [];
  let clause = 'select';
  let depth = 0;
  let start = select + 1;
  for (let at = start; at < tokens.length; at += 1) {
    const text = tokens[at]?.text ?? '';
    const isWord = tokens[at]?.kind === 'word';
    if (statement.has(at, '(', 'select') || statement.has(at, '(', 'with')) at = statement.closes(at) ?? tokens.length;
    else if (statement.has(at, '(')) depth += 1;
    else if (statement.has(at, ')')) depth -= 1;
    if (depth < 0 || (depth === 0 && isWord && SET_OPERATIONS.has(text))) break;
    if (depth === 0 && isWord && CLAUSES.has(text) && !statement.has(at - 1, 'distinct')) clause = text;
    else if (isWord && BEFORE_NAMES.has(clause) && made.has(text) && isBareName(statement, at)) found.push(at);
    if (clause !== 'select' || depth > 0) continue;
    if (statement.has(at, ',')) start = at + 1;
    if (!statement.has(at, 'as')) continue;
    const name = tokens[at + 1];
    if (name?.kind === 'word' && !tokens.slice(start, at).some((one) => one.text === name.text)) made.add(name.text);
    at += 1;
  }
  return found;
}

function isBareName(statement: Statement, at: number): boolean {
  return (
    !statement.has(at - 1, '.') && !statement.has(at - 1, 'as') && !statement.has(at + 1, '.') && !statement.has(at + 1, '(')
  );
}
