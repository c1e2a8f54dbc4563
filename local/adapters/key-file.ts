import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { channelNames, loadChannel } from '../../channels/load.ts';
import type { Secrets } from '../../lambdas/shared/ports.ts';
import { parseSecrets, parseSecretsDocument, type SecretsDocument } from '../../lambdas/shared/secrets.ts';
import { createFile, hasCode, replaceFile } from './durable-file.ts';

/** Secrets of this data folder: the document that Secrets Manager holds on AWS, and what only one machine needs. */
const FILE = 'keys.json';

const newKey = () => randomBytes(32).toString('hex');

/** The folder's secrets, made the first time. Readable by the owner only. */
export async function loadSecrets(dataDir: string): Promise<Secrets> {
  const path = join(dataDir, FILE);
  const text = await readOrMake(path, async () => {
    const names = await channelNames();
    const channels = await Promise.all(names.map(loadChannel));
    const webhooks = Object.fromEntries(
      channels.filter(({ webhook }) => webhook !== undefined).map(({ name }) => [name, newKey()]),
    );
    const document: SecretsDocument = {
      pseudonym_keys: [newKey()],
      quarantine_keys: [newKey()],
      vault_key: newKey(),
      webhooks,
    };
    return `${JSON.stringify(document, null, 2)}\n`;
  });
  return parseSecrets(text, path);
}

/** Adds a pseudonym key to the folder's secrets. Whoever holds secrets that were read before makes pseudonyms of the old kind on. */
export async function addPseudonymKey(dataDir: string): Promise<Secrets> {
  const path = join(dataDir, FILE);
  const known = parseSecretsDocument(await readFile(path, 'utf8'), path);
  const document: SecretsDocument = { ...known, pseudonym_keys: [...known.pseudonym_keys, newKey()] };
  const text = `${JSON.stringify(document, null, 2)}\n`;
  await replaceFile(path, text);
  return parseSecrets(text, path);
}

/** A webhook secret of the folder, made the first time: both ends of a call that is not a channel's. */
export async function loadWebhookSecret(dataDir: string, name: string): Promise<string> {
  const path = join(dataDir, FILE);
  const text = await readFile(path, 'utf8');
  const [known] = parseSecrets(text, path).webhookSecrets(name);
  if (known !== undefined) return known;
  const document = parseSecretsDocument(text, path);
  const secret = newKey();
  await replaceFile(path, `${JSON.stringify({ ...document, webhooks: { ...document.webhooks, [name]: secret } }, null, 2)}\n`);
  return secret;
}

/** Key that signs this folder's API tokens, made the first time. */
export function loadTokenKey(dataDir: string): Promise<string> {
  return readOrMake(join(dataDir, 'token-key'), async () => newKey());
}

async function readOrMake(path: string, make: () => Promise<string>): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (!hasCode(error, 'ENOENT')) throw error;
  }
  await createFile(path, await make()); // of two processes at once one wins, and both read what it wrote
  return readFile(path, 'utf8');
}
