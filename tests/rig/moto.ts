import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cached, run } from './cache.ts';
import { freePort, type RunningServer, startServer } from './server-process.ts';

/** AWS's S3, SQS, Glue, DynamoDB and Secrets Manager on loopback; pinned, because `moto_glue.py` mends this release. */
const PACKAGES = ['moto[s3,sqs,glue,dynamodb,secretsmanager]==5.2.5', 'flask', 'flask-cors'];
const PYTHON_HINT = 'install Python 3 with venv, or run "npm test", which needs Node alone';

export interface Moto extends RunningServer {
  readonly url: string;
}

/** Starts moto in a Python environment of its own that is made the first time. */
export async function startMoto(folder: string): Promise<Moto> {
  const environment = await cached('moto-5.2.5', async (target) => {
    await run('python3', ['-m', 'venv', target], PYTHON_HINT);
    await run(join(target, 'bin', 'pip'), ['install', '--quiet', ...PACKAGES], PYTHON_HINT);
  });
  const program = join(folder, 'moto_glue.py');
  await copyFile(join(import.meta.dirname, 'moto_glue.py'), program);
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const server = await startServer({
    name: 'moto',
    program: join(environment, 'bin', 'python'),
    args: [program, '-H', '127.0.0.1', '-p', String(port)],
    cwd: folder,
    log: join(folder, 'moto.log'),
    isReady: () =>
      fetch(url)
        .then(() => true)
        .catch(() => false),
    waitMs: 60_000,
  });
  return { ...server, url };
}
