/** The rig's tests, where the machine has what the rig runs on; otherwise it says what is missing and ends with 77, for skipped. */
import { spawnSync } from 'node:child_process';
import { messageOf } from '../contracts/errors.ts';
import { run } from '../tests/rig/cache.ts';
import { findJdk } from '../tests/rig/trino/jdk.ts';

const SKIPPED = 77;

try {
  await run('python3', ['--version'], 'install Python 3 with venv');
  await run('mvn', ['--version'], 'install Maven, which fetches Trino');
  await findJdk();
} catch (error) {
  console.log(`skipped: ${messageOf(error)}`);
  process.exit(SKIPPED);
}
process.exit(spawnSync('npm', ['run', 'test:rig'], { stdio: 'inherit' }).status ?? 1);
