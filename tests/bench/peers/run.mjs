/** Runs a program beside it as the command line runs ours: `run.mjs NAME ARGUMENT…`. Without arguments only compiles it. */
import { compiled } from '../../../local/bin/compiled.mjs';

const [name] = process.argv.splice(2, 1);
const file = await compiled(new URL(`${name}.ts`, import.meta.url));
if (file === null) throw new Error(`${name}.ts could not be compiled`);
if (process.argv.length > 2) await import(file);
