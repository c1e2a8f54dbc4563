/** Our side as a process: `build.ts DATA [full]`. Prints a line when the first model's SQL starts. */
import { buildWarehouse } from '../../../warehouse/build.ts';
import { PEER_EVENTS } from './events.ts';
import { MODELS_DIR } from './models.ts';

const [dataDir = '', mode = ''] = process.argv.slice(2);
let isFirst = true;
const { manifest } = await buildWarehouse({
  dataDir,
  sqlDir: MODELS_DIR,
  contracts: PEER_EVENTS,
  full: mode === 'full',
  now: () => new Date(),
  onProgress: ({ type }) => {
    if (type === 'started' && isFirst) console.log('first SQL');
    isFirst &&= type !== 'started';
  },
});
const results = Object.entries(manifest.results).map(([model, { mode: how, ms }]) => `${model} ${how} ${ms} ms`);
if (mode === 'show') console.log(results.join('\n'));
