import { buildWarehouse } from '../../warehouse/build.ts';
import { NOW, sale, shop } from './house.ts';

const [dataDir = '', sqlDir = ''] = process.argv.slice(2);

await buildWarehouse({
  dataDir,
  sqlDir,
  contracts: [sale, shop],
  now: () => NOW,
  onProgress: (event) => process.stdout.write(`${event.type}\n`),
});
