import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cached, run } from '../cache.ts';

/** Newest release whose bare server is published; its JDK is {@link findJdk}'s. */
const VERSION = '476';
const MAVEN_HINT = 'install Maven, which fetches Trino';

/** Connectors' libraries that are never loaded with S3 and Glue: 150 MB less to map. */
const NEEDLESS =
  /^(net\.snowflake_|org\.rocksdb_|io\.netty_netty-codec-native-quic|io\.grpc_grpc-xds-|com\.google\.api\.grpc_proto-google-cloud-monitoring|org\.conscrypt_)/;

/** The folder of a Trino server with the Hive and Iceberg connectors; fetched and unpacked the first time (540 MB, then 300 MB). */
export function installTrino(jdk: string): Promise<string> {
  return cached(`trino-${VERSION}`, async (folder) => {
    const [server, iceberg] = [
      await fetched('trino-server-core', 'tar.gz', folder),
      await fetched('trino-iceberg', 'zip', folder),
    ];
    await run('tar', ['-xzf', server, '-C', folder], 'install tar');
    await run('python3', ['-m', 'zipfile', '-e', iceberg, folder], 'install Python 3');
    const unpacked = join(folder, `trino-server-core-${VERSION}`);
    const plugin = join(folder, 'plugin', 'lake');
    await mkdir(join(folder, 'plugin'));
    await rename(join(unpacked, 'lib'), join(folder, 'lib'));
    await rename(join(folder, `trino-iceberg-${VERSION}`), plugin);
    await registerHive(jdk, plugin, folder);
    const needless = (await readdir(plugin)).filter((name) => NEEDLESS.test(name));
    for (const path of [...needless.map((name) => join(plugin, name)), server, iceberg, unpacked])
      await rm(path, { recursive: true, force: true });
  });
}

async function fetched(artefact: string, type: string, folder: string): Promise<string> {
  const coordinates = `io.trino:${artefact}:${VERSION}:${type}`;
  await run(
    'mvn',
    ['-q', '-B', 'dependency:copy', `-Dartifact=${coordinates}`, `-DoutputDirectory=${folder}`, '-Dmdep.useBaseVersion=true'],
    MAVEN_HINT,
  );
  return join(folder, `${artefact}-${VERSION}.${type}`);
}

/** The Iceberg connector ships every class of the Hive connector; naming both as services spares another 258 MB. */
async function registerHive(jdk: string, plugin: string, folder: string): Promise<void> {
  const services = join(folder, 'services');
  await mkdir(join(services, 'META-INF', 'services'), { recursive: true });
  await writeFile(
    join(services, 'META-INF', 'services', 'io.trino.spi.Plugin'),
    'io.trino.plugin.iceberg.IcebergPlugin\nio.trino.plugin.hive.HivePlugin\n',
  );
  await run(
    join(jdk, 'bin', 'jar'),
    ['--create', '--file', join(plugin, 'services.jar'), '-C', services, 'META-INF'],
    'install a JDK',
  );
  await rm(services, { recursive: true });
}
