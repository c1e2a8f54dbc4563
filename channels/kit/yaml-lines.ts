import { isMap, isScalar, isSeq, LineCounter, parseDocument } from 'yaml';
import { UsageError } from '../../contracts/errors.ts';

/** What is wrong in a YAML file, and where: a path into it. */
export interface Fault {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

/** A YAML file that a person wrote, and how to tell what is wrong in it by its lines. */
export interface WrittenYaml {
  readonly value: unknown;
  /** @throws {UsageError} with a sentence and a line for each fault. */
  readonly refuse: (faults: readonly Fault[]) => never;
}

/** @throws {UsageError} naming the line, when it is no YAML. */
export function readYaml(text: string, file: string): WrittenYaml {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const [broken] = document.errors;
  if (broken !== undefined)
    throw new UsageError(`${file}:${lines.linePos(broken.pos[0]).line}: ${broken.message.split('\n')[0]}`);
  const startOf = (path: readonly PropertyKey[]): number | undefined => {
    const last = path[path.length - 1];
    const parent: unknown = path.length === 1 ? document.contents : document.getIn(path.slice(0, -1), true);
    if (isMap(parent)) {
      const pair = parent.items.find(({ key }) => isScalar(key) && String(key.value) === String(last));
      return isScalar(pair?.key) ? pair.key.range?.[0] : undefined;
    }
    const item: unknown = isSeq(parent) && typeof last === 'number' ? parent.items[last] : undefined;
    return isMap(item) || isScalar(item) || isSeq(item) ? item.range?.[0] : undefined;
  };
  const lineOf = (path: readonly PropertyKey[]): number => {
    for (let length = path.length; length > 0; length--) {
      const start = startOf(path.slice(0, length));
      if (start !== undefined) return lines.linePos(start).line;
    }
    return 1;
  };
  return {
    value: document.toJS(),
    refuse: (faults) => {
      throw new UsageError(
        faults.map(({ path, message }) => `${file}:${lineOf(path)}: ${path.join('.')}: ${message}`).join('\n'),
      );
    },
  };
}
