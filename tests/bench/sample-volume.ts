import { performance } from 'node:perf_hooks';
import { loadChannel } from '../../channels/load.ts';
import { DEFAULTS } from '../../local/sample/options.ts';
import { sampleDrops } from '../../local/sample/plan.ts';

interface Volume {
  records: number;
  bytes: number;
  cpuMs: number;
}

/** Events that the records of one day make, by channel: what the others make is reckoned from it. */
async function eventsARecord(scale: number): Promise<Map<string, number>> {
  const counts = new Map<string, { records: number; events: number }>();
  for (const drop of sampleDrops({ ...DEFAULTS, endDate: '2026-11-20', scale, days: 8 })) {
    if (drop.day !== null && drop.day !== 7) continue;
    const channel = await loadChannel(drop.channel);
    const count = counts.get(drop.channel) ?? { records: 0, events: 0 };
    counts.set(drop.channel, count);
    for (const record of drop.records()) {
      const type = channel.recordTypeOf?.(record);
      const parsed = type?.schema.safeParse(record);
      if (type === undefined || parsed?.success !== true) throw new Error(`a record of ${drop.name} does not fit its channel`);
      count.records++;
      count.events += type.toEvents(parsed.data, { receivedAt: drop.receivedAt }).length;
    }
  }
  return new Map([...counts].map(([channel, { records, events }]) => [channel, events / records]));
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

const scale = Number(process.argv.slice(2).findLast((word) => !word.startsWith('--')) ?? DEFAULTS.scale);
const perRecord = await eventsARecord(Math.min(scale, 0.1));
const started = performance.now();
let [events, cpuSeconds] = [0, 0];
for (const [channel, { records, bytes, cpuMs }] of measureVolume(scale)) {
  events += records * (perRecord.get(channel) ?? 1);
  cpuSeconds += cpuMs / 1000;
  console.log(
    `${channel}: ${records} records, ${Math.round(bytes / 1e6)} MB, ${((1000 * cpuMs) / records).toFixed(1)} µs a record`,
  );
}
const perMillion = (cpuSeconds / (events / 1e6)).toFixed(1);
console.log(
  `all: ${((performance.now() - started) / 1000).toFixed(1)} s, ${(events / 1e6).toFixed(2)} million events, ${perMillion} s of CPU a million`,
);
