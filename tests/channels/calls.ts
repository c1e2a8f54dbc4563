import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type { WebhookRequest } from '../../channels/channel.ts';

const callSchema = z.strictObject({
  method: z.enum(['GET', 'POST']).default('POST'),
  url: z.url(),
  headers: z.record(z.string(), z.string()),
  /** The body as text, exactly. */
  body: z.string().default(''),
  /** The body without its proof, of vendors that put the signature into the body. */
  bare_body: z.string().optional(),
  /** False for vendors that sign nothing of the body; the channel's README says what protects it instead. */
  signs_body: z.boolean().default(true),
  secret: z.string(),
  /** When it arrives, by our clock. */
  now: z.iso.datetime(),
  expect: z.union([
    z.strictObject({ records: z.int().min(1) }),
    z.strictObject({ reply: z.string() }),
    z.strictObject({ refused: z.int() }),
  ]),
});

/** A webhook call as a vendor makes it, and what it must come to. */
export interface CallFixture {
  readonly name: string;
  readonly request: WebhookRequest;
  readonly bareBody: Uint8Array;
  readonly signsBody: boolean;
  readonly secret: string;
  readonly now: Date;
  readonly expect: z.output<typeof callSchema>['expect'];
}

/** The calls in a channel's fixtures. */
export function readCalls(channel: string): CallFixture[] {
  const folder = fileURLToPath(new URL(`../../channels/${channel}/fixtures/`, import.meta.url));
  const files = readdirSync(folder).filter((file) => file.endsWith('.call.json'));
  return files.map((file) => {
    const call = callSchema.parse(JSON.parse(readFileSync(folder + file, 'utf8')));
    const { method, url, headers, body, secret, expect } = call;
    const query = Object.fromEntries(new URL(url).searchParams);
    const request = { method, url, headers, query, body: Buffer.from(body) };
    const bareBody = Buffer.from(call.bare_body ?? body);
    const name = file.replace(/\.call\.json$/, '');
    return { name, request, bareBody, signsBody: call.signs_body, secret, now: new Date(call.now), expect };
  });
}
