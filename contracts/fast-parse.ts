import type { z } from 'zod';

/** The fast way cannot tell: the schema has to be asked, and has the last word. */
export const UNDECIDED: unique symbol = Symbol('undecided');

/** What a fast parse found beside the value. */
export interface Notes {
  /** Set when an object held a field that its schema does not name. Never cleared. */
  hasUnknown: boolean;
}

/**
 * What the schema makes of a right value, or {@link UNDECIDED}. It never takes what the schema refuses. Objects and lists of which it
 * makes nothing else are not copied: they are the value's own.
 */
export type FastParse<Output = unknown> = (value: unknown, notes: Notes) => Output | typeof UNDECIDED;

/**
 * A schema compiled to one function, since nearly all values are right and zod's reasons cost more than its answers. It is made
 * from the schema, so there is nothing to keep in step: the kinds of schema that records are full of become plain code, and
 * whatever else there is calls zod for that part. Held to zod by `tests/contracts/fast-parse.test.ts`. Decision 4.
 */
export function fastParse<Schema extends z.ZodType>(schema: Schema): FastParse<z.output<Schema>> {
  return compiled(schema, true);
}

/** The same judgement without the output: whether the schema certainly takes a value. False when it has to be asked. */
export function fastCheck(schema: z.ZodType): (value: unknown) => boolean {
  const parse = compiled(schema, false);
  const notes = { hasUnknown: false };
  return (value) => parse(value, notes) !== UNDECIDED;
}

/** Reads fields of an object into a new array, as many loads as there are names. */
export function fieldReader(names: readonly string[]): (object: Readonly<Record<string, unknown>>) => unknown[] {
  return new Function('object', `return [${names.map((name) => `object[${JSON.stringify(name)}]`).join(', ')}];`) as ReturnType<
    typeof fieldReader
  >;
}

/**
 * Makes an object of fields of another, under the names that it is given for them: as one literal, which V8 makes much sooner than it
 * sets the same fields one by one.
 */
export function fieldMover(
  names: Iterable<readonly [from: string | number, to: string]>,
): (object: object) => Record<string, unknown> {
  const fields = Array.from(names, ([from, to]) => `${JSON.stringify(to)}: object[${JSON.stringify(from)}]`);
  return new Function('object', `return { ${fields.join(', ')} };`) as ReturnType<typeof fieldMover>;
}

function compiled(schema: z.core.$ZodType, needsOutput: boolean): FastParse<never> {
  const code = new Code();
  const result = code.parse(schema, 'input', needsOutput);
  const body = `return (input, notes) => {\n${code.lines.join('\n')}\nreturn ${result};\n}`;
  return new Function('U', 'k', 'context', body)(UNDECIDED, code.constants, { async: false });
}

type Check = z.core.$ZodCheck;

/** Formats that zod checks by their pattern alone. */
const BY_PATTERN: ReadonlySet<string> = new Set(['regex', 'datetime', 'date']);

class Code {
  readonly lines: string[] = [];
  /** Schemas, checks and patterns that the code refers to as `k[i]`. */
  readonly constants: unknown[] = [];
  #variables = 0;

  /** Writes statements that return `U` unless `value` is certainly right. The expression of the output. */
  parse(schema: z.core.$ZodType, value: string, needsOutput: boolean): string {
    const { def } = (schema as z.core.$ZodTypes)._zod;
    const checks: Check[] = [...(isCheck(schema) ? [schema] : []), ...(def.checks ?? [])];
    if ('coerce' in def && def.coerce === true) return this.#asked(schema, value);
    switch (def.type) {
      case 'string':
        this.#unless(`typeof ${value} === 'string'`);
        return this.#checked(checks, value, (check) => textCondition(check, value, this));
      case 'number':
        this.#unless(`typeof ${value} === 'number' && Number.isFinite(${value})`);
        return this.#checked(checks, value, (check) => numberCondition(check, value));
      case 'boolean':
        this.#unless(`typeof ${value} === 'boolean'`);
        return this.#checked(checks, value);
      case 'unknown':
      case 'any':
        return this.#checked(checks, value);
      case 'enum':
      case 'literal':
        return this.#oneOf(schema, checks, value);
      case 'optional':
        if (!mayBeAbsent(schema) || checks.length > 0) return this.#asked(schema, value);
        return this.#unlessAbsent(`${value} === undefined`, def.innerType, value, needsOutput);
      case 'nullable':
        if (checks.length > 0) return this.#asked(schema, value);
        return this.#unlessAbsent(`${value} === null`, def.innerType, value, needsOutput);
      case 'pipe':
        if (checks.length > 0 || 'reverseTransform' in def) return this.#asked(schema, value);
        return this.parse(def.out, this.parse(def.in, value, true), needsOutput);
      case 'array':
        return this.#array(def.element, checks, value, needsOutput);
      case 'object':
        if (def.catchall !== undefined || Object.hasOwn(def.shape, '__proto__')) return this.#asked(schema, value);
        return this.#object(def.shape, checks, value, needsOutput);
      default:
        return this.#asked(schema, value);
    }
  }

  constant(value: unknown): string {
    return `k[${this.constants.push(value) - 1}]`;
  }

  #unless(condition: string): void {
    this.lines.push(`if (!(${condition})) return U;`);
  }

  #variable(value: string): string {
    const name = `v${this.#variables++}`;
    this.lines.push(`let ${name} = ${value};`);
    return name;
  }

  /** This part is left to zod. */
  #asked(schema: z.core.$ZodType, value: string): string {
    const answer = this.#variable(`${this.constant(schema)}._zod.run({ value: ${value}, issues: [] }, context)`);
    this.#unless(`${answer}.issues?.length === 0`);
    return `${answer}.value`;
  }

  /** Checks in their order: as a condition where there is one, else by zod's own function, which may also change the value. */
  #checked(checks: readonly Check[], value: string, conditionOf: (check: Check) => string | undefined = () => undefined): string {
    let payload: string | undefined;
    for (const check of checks) {
      const condition = payload === undefined ? conditionOf(check) : undefined;
      if (condition !== undefined) {
        this.#unless(condition);
        continue;
      }
      payload ??= this.#variable(`{ value: ${value}, issues: [] }`);
      const name = this.constant(check);
      const when = check._zod.def.when === undefined ? '' : `if (${name}._zod.def.when(${payload})) `;
      this.lines.push(`${when}${name}._zod.check(${payload});`);
      this.#unless(`${payload}.issues.length === 0`);
    }
    return payload === undefined ? value : `${payload}.value`;
  }

  #oneOf(schema: z.core.$ZodType, checks: readonly Check[], value: string): string {
    const words = [...(schema._zod.values ?? [])];
    if (words.length === 0 || words.length > 50 || words.some((word) => typeof word !== 'string'))
      return this.#asked(schema, value);
    this.#unless(words.map((word) => `${value} === ${JSON.stringify(word)}`).join(' || '));
    return this.#checked(checks, value);
  }

  #unlessAbsent(condition: string, inner: z.core.$ZodType, value: string, needsOutput: boolean): string {
    const result = this.#variable(value);
    this.lines.push(`if (!(${condition})) {`);
    const output = this.parse(inner, result, needsOutput);
    if (output !== result) this.lines.push(`${result} = ${output};`);
    this.lines.push('}');
    return result;
  }

  #array(element: z.core.$ZodType, checks: readonly Check[], value: string, needsOutput: boolean): string {
    this.#unless(`Array.isArray(${value})`);
    const isLength = (check: Check) => lengthCondition(check, value) !== undefined;
    for (const check of checks.filter(isLength)) this.#unless(lengthCondition(check, value) ?? 'false');
    const others = checks.filter((check) => !isLength(check));
    const isNeeded = needsOutput || others.length > 0;
    const result = this.#variable(value);
    const index = `i${this.#variables++}`;
    this.lines.push(`for (let ${index} = 0; ${index} < ${value}.length; ${index}++) {`);
    const item = this.#variable(`${value}[${index}]`);
    const output = this.parse(element, item, isNeeded);
    if (isNeeded && output !== item)
      this.lines.push(
        `if (${result} !== ${value}) ${result}.push(${output});`,
        `else if (${output} !== ${item}) (${result} = ${value}.slice(0, ${index})).push(${output});`,
      );
    this.lines.push('}');
    return this.#checked(others, result);
  }

  #object(
    shape: Readonly<Record<string, z.core.$ZodType>>,
    checks: readonly Check[],
    value: string,
    needsOutput: boolean,
  ): string {
    this.#unless(`typeof ${value} === 'object' && ${value} !== null && !Array.isArray(${value})`);
    const isNeeded = needsOutput || checks.length > 0;
    const fields = Object.entries(shape).map(([key, schema]) => {
      const field = this.#variable(`${value}[${JSON.stringify(key)}]`);
      const isOptional = mayBeAbsent(schema);
      if (!isOptional) this.#unless(`${field} !== undefined`);
      return { key, field, isOptional, output: this.parse(schema, field, isNeeded) };
    });
    if (!isNeeded) return value;
    const names = this.constant(fields.map(({ key }) => key));
    const at = this.#variable('0');
    this.lines.push(
      `for (const key in ${value}) { while (${at} < ${fields.length} && ${names}[${at}] !== key) ${at}++; ${at}++; }`,
    );
    const isSame = [
      `${at} <= ${fields.length}`,
      `Object.getPrototypeOf(${value}) === Object.prototype`,
      ...fields.filter(({ output, field }) => output !== field).map(({ output, field }) => `${output} === ${field}`),
    ];
    const result = this.#variable(value);
    const keys = this.#variable('0');
    const given = ['0', ...fields.map(({ field }) => `(${field} !== undefined)`)].join(' + ');
    this.lines.push(
      `if (!(${isSame.join(' && ')})) {`,
      `for (const key in ${value}) ${keys}++;`,
      `if (${keys} !== ${given}) notes.hasUnknown = true;`,
      `${result} = {};`,
    );
    for (const { key, output, isOptional, field } of fields) {
      const present = isOptional ? `if (${field} !== undefined || ${JSON.stringify(key)} in ${value}) ` : '';
      this.lines.push(`${present}${result}[${JSON.stringify(key)}] = ${output};`);
    }
    this.lines.push('}');
    return this.#checked(checks, result);
  }
}

/** Whether a field may be left out, and then stays out: nothing is put in its place. */
function mayBeAbsent(schema: z.core.$ZodType): boolean {
  const { def } = (schema as z.core.$ZodTypes)._zod;
  return def.type === 'optional' && def.innerType._zod.optin === undefined;
}

function isCheck(schema: z.core.$ZodType): schema is z.core.$ZodType & Check {
  return schema._zod.traits.has('$ZodCheck');
}

/** Lengths are counted in code points by zod and in units here: what fits in units fits in code points. */
function lengthCondition({ _zod: { def } }: Check, value: string): string | undefined {
  if (def.check === 'max_length') return `${value}.length <= ${Number(Reflect.get(def, 'maximum'))}`;
  if (def.check !== 'min_length') return undefined;
  const minimum = Number(Reflect.get(def, 'minimum'));
  return `${value}.length >= ${minimum > 1 ? 2 * minimum : minimum}`;
}

function textCondition(check: Check, value: string, code: Code): string | undefined {
  const { def } = check._zod;
  if (def.check !== 'string_format') return lengthCondition(check, value);
  const pattern: unknown = Reflect.get(def, 'pattern');
  const isPlain = pattern instanceof RegExp && !pattern.global && !pattern.sticky;
  return isPlain && BY_PATTERN.has(String(Reflect.get(def, 'format'))) ? `${code.constant(pattern)}.test(${value})` : undefined;
}

function numberCondition({ _zod: { def } }: Check, value: string): string | undefined {
  const bound: unknown = Reflect.get(def, 'value');
  const equal = Reflect.get(def, 'inclusive') === true ? '=' : '';
  if (def.check === 'greater_than' && typeof bound === 'number') return `${value} >${equal} ${bound}`;
  if (def.check === 'less_than' && typeof bound === 'number') return `${value} <${equal} ${bound}`;
  if (def.check === 'number_format' && Reflect.get(def, 'format') === 'safeint') return `Number.isSafeInteger(${value})`;
  return undefined;
}
