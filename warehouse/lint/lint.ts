import { ModelError } from '../errors.ts';
import type { Model } from '../model.ts';
import { lineOfAudit } from './audit-line.ts';
import { ENGINE_RULES } from './engine-rules.ts';
import { REPEATED_READS } from './repeated-reads.ts';
import type { Rule } from './rule.ts';
import { Statement } from './statement.ts';
import { lineFaults, STYLE_RULES } from './style-rules.ts';

interface Finding {
  readonly file: string;
  readonly line: number;
  readonly rule: string;
  readonly remedy: string;
}

/** What of a model and its audits the engines would answer differently. */
export function engineFindings(models: readonly Model[]): Finding[] {
  return models.flatMap(({ sqlFile, ymlFile, queries, audits }) => [
    ...queries.flatMap((sql) => findings(sqlFile, sql, [...ENGINE_RULES, REPEATED_READS])),
    ...audits.flatMap((audit) =>
      audit.kind === 'sql'
        ? findings(ymlFile, audit.sql, ENGINE_RULES).map((one) => ({
            ...one,
            line: lineOfAudit(ymlFile, audit.name) + one.line - 1,
            rule: `${audit.name}: ${one.rule}`,
          }))
        : [],
    ),
  ]);
}

/** Where models do not read as our SQL does. */
export function styleFindings(models: readonly Model[]): Finding[] {
  return models.flatMap(({ sqlFile, queries }) =>
    queries.flatMap((sql) => [
      ...findings(sqlFile, sql, STYLE_RULES),
      ...lineFaults(sql).map(({ line, name, remedy }) => ({ file: sqlFile, line, rule: name, remedy })),
    ]),
  );
}

function findings(file: string, sql: string, rules: readonly Rule[]): Finding[] {
  const statement = new Statement(sql);
  return rules.flatMap(({ name, remedy, find }) =>
    find(statement).map((index) => ({ file, line: statement.tokens[index]?.line ?? 1, rule: name, remedy })),
  );
}

export function tellFinding({ file, line, rule, remedy }: Finding): string {
  return `${file}:${line}: ${rule}: ${remedy}`;
}

/** @throws {ModelError} naming file, line and remedy of everything that the engines would answer differently. */
export function refuseWhatDiffers(models: readonly Model[]): void {
  const found = engineFindings(models);
  if (found.length > 0) throw new ModelError(found.map(tellFinding).join('\n'));
}
