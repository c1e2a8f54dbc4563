/** One build as a process: `build.ts DATA MEMORY [MODEL…]`. Prints JSON: wall time, memory and how each model was built. */
import { CONTRACTS } from '../../../contracts/catalogue.ts';
import { SQL_DIR } from '../../../local/commands/build.ts';
import { buildWarehouse } from '../../../warehouse/build.ts';

const [dataDir = '', memoryLimit = '2GB', ...select] = process.argv.slice(2);
const start = performance.now();
const { manifest } = await buildWarehouse({
  dataDir,
  select,
  sqlDir: SQL_DIR,
  contracts: CONTRACTS,
  memoryLimit,
  now: () => new Date(),
});
const seconds = (performance.now() - start) / 1000;
const { user, system } = process.cpuUsage();
const models = Object.entries(manifest.results).map(([model, { mode, ms }]) => ({
  model,
  mode,
  ms,
  rows: manifest.models[model]?.rows ?? 0,
}));
console.log(
  JSON.stringify({ seconds, cpuSeconds: (user + system) / 1e6, peakMib: process.resourceUsage().maxRSS / 1024, models }),
);
