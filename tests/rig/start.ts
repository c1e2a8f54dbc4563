/** The rig by itself, for work by hand: `npm run rig`. Prints its addresses and ends on Ctrl-C. */
import { startRig, stopOnSignals } from './rig.ts';

const startedAt = performance.now();
const rig = await startRig();
console.log(
  `moto    ${rig.motoUrl}\nathena  ${rig.athenaUrl}\nready in ${((performance.now() - startedAt) / 1000).toFixed(1)} s; Ctrl-C stops it`,
);
stopOnSignals(rig);
