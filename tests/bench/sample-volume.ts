import { performance } from 'node:perf_hooks';
import { DEFAULTS } from '../../local/sample/options.ts';
import { sampleDrops } from '../../local/sample/plan.ts';

interface Volume {
  records: number;
  bytes: number;
  cpuMs: number;
}

/** Makes the whole default sample as JSON lines on one core and counts it. CPU time, so that a busy machine does not matter. */
function measureVolume(scale: number): Map<string, Volume> {
  const volumes = new Map<string, Volume>();
  for (const drop of sampleDrops({ ...DEFAULTS, endDate: '2026-11-20', scale })) {
    const volume = volumes.get(drop.channel) ?? { records: 0, bytes: 0, cpuMs: 0 };
    volumes.set(drop.channel, volume);
    const before = process.cpuUsage();
    for (const record of drop.records()) {
      volume.records++;
      volume.bytes += JSON.stringify(record).length;
    }
    const { user, system } = process.cpuUsage(before);
    volume.cpuMs += (user + system) / 1000;
  }
  return volumes;
}

const started = performance.now();
const scale = Number(process.argv.slice(2).findLast((word) => !word.startsWith('--')) ?? DEFAULTS.scale);
for (const [channel, { records, bytes, cpuMs }] of measureVolume(scale)) {
  console.log(
    `${channel}: ${records} records, ${Math.round(bytes / 1e6)} MB, ${((1000 * cpuMs) / records).toFixed(1)} µs a record`,
  );
}
console.log(`all: ${((performance.now() - started) / 1000).toFixed(1)} s`);
