/** `npm start` over a fresh data folder: seconds until the dashboard has data, until all days are in, and the most memory held. */
import { rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { isQuick, printTable, spread } from './figures.ts';
import { startStack } from './stack.ts';

const DIST = fileURLToPath(new URL('../../dashboard/dist', import.meta.url));
const runs = isQuick ? 1 : 2;
const options = isQuick ? ['--scale', '0.02', '--days', '35'] : [];
const [toData, toWhole, peaks]: [number[], number[], number[]] = [[], [], []];

for (let run = 0; run < runs; run++) {
  if (!isQuick) rmSync(DIST, { recursive: true, force: true }); // a fresh checkout has none
  const began = performance.now();
  const stack = await startStack(options);
  try {
    toData.push(stack.secondsToData);
    await stack.whole();
    toWhole.push((performance.now() - began) / 1000);
    const peak = stack.peakMib();
    if (peak !== null) peaks.push(peak);
  } finally {
    await stack.stop();
  }
}
console.log(
  `Sample company ${isQuick ? options.join(' ') : 'of the default size'}, dashboard ${isQuick ? 'built before' : 'built by the start'}.\n`,
);
printTable(
  ['from the start of the process', 'median (least–most, n)'],
  [
    ['dashboard served, API answers with the last 30 days', spread(toData, 's')],
    ['all days published, and everything built', spread(toWhole, 's')],
    ['most resident memory, all days included', peaks.length > 0 ? spread(peaks, 'MiB', 0) : 'not told by this system'],
  ],
);
