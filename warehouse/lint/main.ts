import { relative } from 'node:path';
import { loadModels } from '../model.ts';
import { engineFindings, styleFindings, tellFinding } from './lint.ts';

const [folder = 'sql'] = process.argv.slice(2);
const models = await loadModels(folder);
const found = [...engineFindings(models), ...styleFindings(models)];
for (const one of found) process.stdout.write(`${tellFinding({ ...one, file: relative('.', one.file) })}\n`);
process.stdout.write(`${models.length} models, ${found.length} findings\n`);
if (found.length > 0) process.exitCode = 1;
