import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sign, SIGNATURE_HEADER } from '../../channels/kit/signature.ts';
import { signToken, verifyToken } from '../../cube/token.ts';

const ENTRY = new URL('../../local/bin/echolake.mjs', import.meta.url).pathname;

/** The whole stack as `npm start` runs it, over a small sample company in a folder of its own. */
export interface Stack {
  readonly url: string;
  /** Sends a record to the survey's webhook, signed with the folder's own secret. */
  sendSurvey(record: object): Promise<number>;
  /** Sends one question to the API. */
  load(token: string, query: unknown): Promise<Record<string, unknown>[]>;
  /** A token of a sample person; with a lifetime in seconds, the same token made anew to last that long. */
  token(personId: string, lifetimeSeconds?: number): Promise<string>;
  stop(): Promise<void>;
}

export async function startStack(sample: { scale: number; days: number }): Promise<Stack> {
  const folder = await mkdtemp(join(tmpdir(), 'echolake-browser-'));
  const data = join(folder, 'data');
  const options = ['--data', data, '--port', '0', '--scale', String(sample.scale), '--days', String(sample.days)];
  const child = spawn(process.execPath, [ENTRY, 'start', ...options], { stdio: ['ignore', 'pipe', 'pipe'] });
  const stop = async () => {
    if (child.exitCode === null) {
      child.kill('SIGINT');
      await once(child, 'exit');
    }
    await rm(folder, { recursive: true, force: true });
  };
  let said = '';
  const url = await new Promise<string>((resolve, reject) => {
    const hear = (chunk: Buffer) => {
      said += chunk.toString('utf8');
      const found = /http:\/\/127\.0\.0\.1:\d+/.exec(said);
      if (found) resolve(found[0]);
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    child.once('exit', () => reject(new Error(`echolake start ended before it was ready:\n${said}`)));
  }).catch(async (error: unknown) => {
    await stop();
    throw error;
  });
  const postJson = async (path: string, body: string, headers: Record<string, string> = {}) =>
    fetch(url + path, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body });
  return {
    url,
    stop,
    async sendSurvey(record) {
      const keys: { webhooks: Record<string, string> } = JSON.parse(await readFile(join(data, 'keys.json'), 'utf8'));
      const body = JSON.stringify(record);
      const signature = sign(Buffer.from(body), keys.webhooks['survey'] ?? '', new Date());
      return (await postJson('/collect/survey', body, { [SIGNATURE_HEADER]: signature })).status;
    },
    async load(token, query) {
      const reply = await postJson('/cubejs-api/v1/load', JSON.stringify({ query }), { authorization: token });
      return (await reply.json()).data;
    },
    async token(personId, lifetimeSeconds) {
      const { token } = await (await postJson('/sign-in', JSON.stringify({ id: personId }))).json();
      if (lifetimeSeconds === undefined) return token;
      const key = await readFile(join(data, 'token-key'), 'utf8');
      return signToken(await verifyToken(token, key, new Date()), key, new Date(), lifetimeSeconds);
    },
  };
}
