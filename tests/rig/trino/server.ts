import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { CACHE } from '../cache.ts';
import { freePort, type RunningServer, startServer } from '../server-process.ts';
import { RIG } from '../settings.ts';
import { runTrino, TrinoError } from './client.ts';
import { configureTrino } from './configure.ts';
import { installTrino } from './install.ts';
import { findJdk } from './jdk.ts';

export interface Trino extends RunningServer {
  readonly url: string;
}

const HEAP_MB = 1500;

/** Quick to start on two cores: one compiler, one collector thread, and classes mapped from an archive that the first stop writes. */
const JVM = [
  `-Xmx${HEAP_MB}m`,
  '-XX:TieredStopAtLevel=1',
  '-XX:+UseSerialGC',
  '-XX:+AutoCreateSharedArchive',
  `-XX:SharedArchiveFile=${join(CACHE, 'trino-classes.jsa')}`,
  '-XX:+ExitOnOutOfMemoryError',
  '-XX:ReservedCodeCacheSize=256M',
  '-XX:+UnlockDiagnosticVMOptions',
  '-Djdk.attach.allowAttachSelf=true',
  '-Dfile.encoding=UTF-8',
  '--enable-native-access=ALL-UNNAMED',
  '--sun-misc-unsafe-memory-access=allow',
  '--add-modules=jdk.incubator.vector',
];

/** Starts a Trino on loopback whose tables are in the given S3 and Glue. The bucket {@link RIG} names must be there. */
export async function startTrino(folder: string, awsUrl: string): Promise<Trino> {
  const jdk = await findJdk();
  const home = await installTrino(jdk);
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  await configureTrino({ folder, port, heapMb: HEAP_MB, awsUrl });
  const server = await startServer({
    name: 'Trino',
    program: join(jdk, 'bin', 'java'),
    args: [
      ...JVM,
      '-Dnode.environment=rig',
      '-Dnode.id=rig',
      `-Dnode.data-dir=${join(folder, 'var')}`,
      '-Dnode.bind-ip=127.0.0.1',
      '-Dnode.internal-address=127.0.0.1',
      `-Dplugin.dir=${join(home, 'plugin')}`,
      `-Dcatalog.config-dir=${join(folder, 'etc', 'catalog')}`,
      `-Dconfig=${join(folder, 'etc', 'config.properties')}`,
      `-Dlog.levels-file=${join(folder, 'etc', 'log.properties')}`,
      '-cp',
      join(home, 'lib', '*'),
      'io.trino.server.TrinoServer',
    ],
    cwd: folder,
    log: join(folder, 'trino.log'),
    isReady: () => answers(url),
    waitMs: 300_000,
  });
  try {
    await tablesReady(url);
  } catch (error) {
    await server.stop();
    throw error;
  }
  return { ...server, url };
}

function answers(url: string): Promise<boolean> {
  return fetch(`${url}/v1/info`)
    .then(async (answer) => answer.ok && (await answer.text()).includes('"starting":false'))
    .catch(() => false);
}

/** It answers before it knows itself as a node that can work, which takes up to 5 s more; so a table is written, which warms the writer too. */
async function tablesReady(url: string): Promise<void> {
  await runTrino(`create schema if not exists awsdatacatalog.default with (location = 's3://${RIG.bucket}/default/')`, { url });
  for (const deadline = Date.now() + 120_000; ; await sleep(100)) {
    try {
      await runTrino('create table awsdatacatalog.default.ready_probe as select 1 as one', { url });
      break;
    } catch (error) {
      if (!(error instanceof TrinoError && error.name === 'NO_NODES_AVAILABLE') || Date.now() > deadline) throw error;
    }
  }
  await runTrino('drop table awsdatacatalog.default.ready_probe', { url });
}
