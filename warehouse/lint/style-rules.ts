import type { Rule } from './rule.ts';
import type { Statement } from './statement.ts';

const MAX_COLUMNS = 130;
const AFTER_RELATION = new Set(
  'as on using where group having order limit offset inner left right full cross join union except intersect window with tablesample'.split(
    ' ',
  ),
);

/** How our SQL reads, as far as words and signs tell. */
export const STYLE_RULES: readonly Rule[] = [
  {
    name: 'upper case',
    remedy: 'write words in lower case',
    find: ({ tokens }) => tokens.flatMap(({ kind, raw, text }, index) => (kind === 'word' && raw !== text ? [index] : [])),
  },
  {
    name: 'select * past the imports',
    remedy: 'name the columns; * stands only in a CTE that reads a relation',
    find: starsPastImports,
  },
  {
    name: 'join without its kind',
    remedy: 'write inner join',
    find: ({ tokens }) =>
      tokens.flatMap(({ kind, text }, index) => {
        const before = tokens[index - 1]?.text ?? '';
        return kind === 'word' && text === 'join' && !['inner', 'left', 'right', 'full', 'cross', 'outer'].includes(before)
          ? [index]
          : [];
      }),
  },
  {
    name: 'relation under another name',
    remedy: 'write the relation’s full name; a CTE is a name with a meaning',
    find: (statement) =>
      statement.tokens.flatMap(({ kind, text }, index) => {
        if (kind !== 'word' || (text !== 'from' && text !== 'join')) return [];
        const [relation, next] = [statement.tokens[index + 1], statement.tokens[index + 2]];
        if (relation?.kind !== 'word' || next?.kind !== 'word' || statement.has(index - 1, 'distinct')) return [];
        return next.text === 'as' || !AFTER_RELATION.has(next.text) ? [index + 1] : [];
      }),
  },
  {
    name: 'relations with a comma between',
    remedy: 'write cross join, or join with a condition',
    find: (statement) =>
      statement.tokens.flatMap(({ text }, index) =>
        text === 'from' && statement.tokens[index + 1]?.kind === 'word' && statement.has(index + 2, ',') ? [index] : [],
      ),
  },
  {
    name: 'grouped or ordered by a number',
    remedy: 'name the column',
    find: (statement) =>
      statement.tokens.flatMap(({ kind }, index) =>
        kind === 'number' &&
        statement.has(index - 1, 'by') &&
        (statement.has(index - 2, 'group') || statement.has(index - 2, 'order'))
          ? [index]
          : [],
      ),
  },
  {
    name: 'order of the whole model',
    remedy: 'rows of a relation have no order; leave it out',
    find: (statement) => {
      let depth = 0;
      return statement.tokens.flatMap(({ text }, index) => {
        if (text === '(') depth += 1;
        if (text === ')') depth -= 1;
        return depth === 0 && statement.has(index, 'order', 'by') ? [index] : [];
      });
    },
  },
];

/** `*` as a column anywhere but in a CTE whose only relation is no CTE. */
function starsPastImports(statement: Statement): number[] {
  const { tokens } = statement;
  const ctes = new Set(tokens.flatMap(({ text }, index) => (statement.has(index + 1, 'as', '(') ? [text] : [])));
  return tokens.flatMap((_, index) => {
    const isStar =
      statement.has(index, '*') &&
      (statement.has(index - 1, 'select') || statement.has(index - 1, ',') || statement.has(index - 1, '.'));
    if (!isStar || statement.has(index - 1, '(')) return [];
    return isImport(statement, index, ctes) ? [] : [index];
  });
}

function isImport(statement: Statement, star: number, ctes: ReadonlySet<string>): boolean {
  let depth = 0;
  for (let at = star; at < statement.tokens.length; at += 1) {
    const one = statement.tokens[at];
    if (one?.text === '(') depth += 1;
    if (one?.text === ')') depth -= 1;
    if (depth < 0) return false;
    if (depth !== 0 || one?.text !== 'from') continue;
    const relation = statement.tokens[at + 1];
    return relation?.kind === 'word' && !ctes.has(relation.text) && statement.has(at + 2, ')');
  }
  return false;
}

/** Lines that are too long or end in blanks: the only rules on the text itself. */
export function lineFaults(text: string): readonly { readonly line: number; readonly name: string; readonly remedy: string }[] {
  return text.split('\n').flatMap((content, index) => {
    const faults: { line: number; name: string; remedy: string }[] = [];
    if (content.length > MAX_COLUMNS)
      faults.push({ line: index + 1, name: 'long line', remedy: `break it at ${MAX_COLUMNS} signs` });
    if (/[ \t]$|\t/.test(content))
      faults.push({ line: index + 1, name: 'tab or blank at the end', remedy: 'indent by four blanks' });
    return faults;
  });
}
