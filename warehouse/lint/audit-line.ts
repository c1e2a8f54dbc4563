import { readFileSync } from 'node:fs';
import { isMap, isScalar, isSeq, LineCounter, parseDocument, Scalar } from 'yaml';

/** Line of a description on which the SQL of one of its audits begins. Reads the file, so ask only where there is something to tell. */
export function lineOfAudit(ymlFile: string, name: string): number {
  const lines = new LineCounter();
  const audits = parseDocument(readFileSync(ymlFile, 'utf8'), { lineCounter: lines }).get('audits');
  const found = isSeq(audits) ? audits.items.find((audit) => isMap(audit) && audit.get('name') === name) : undefined;
  const sql = isMap(found) ? found.get('sql', true) : undefined;
  if (!isScalar(sql) || !sql.range) return 1;
  const isBlock = sql.type === Scalar.BLOCK_LITERAL || sql.type === Scalar.BLOCK_FOLDED; // its text begins below the sign
  return lines.linePos(sql.range[0]).line + (isBlock ? 1 : 0);
}
