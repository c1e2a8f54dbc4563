import type { AddressInfo } from 'node:net';
import express from 'express';
import { type CubeServer, type CubeServerOptions, createCubeServer } from '../../cube/server.ts';
import { type Claims, signToken } from '../../cube/token.ts';

export const SECRET = 'a secret for tests, long enough to sign with';

export const BEARERS = {
  frontline: { tier: 'frontline', unit: 'S001', region: 'east' },
  manager: { tier: 'manager', unit: 'line-east', region: 'east' },
  executive: { tier: 'executive', unit: 'company' },
  analyst: { tier: 'analyst', unit: 'company' },
} as const satisfies Record<string, Claims>;

interface Reply {
  readonly status: number;
  readonly text: string;
  readonly body: Record<string, unknown>;
}

export interface RunningServer {
  readonly cube: CubeServer;
  readonly address: string;
  token(claims: Claims): Promise<string>;
  get(path: string, token?: string): Promise<Reply>;
  post(path: string, body: string, token?: string): Promise<Reply>;
  load(claims: Claims, query: unknown): Promise<Reply>;
  /** Rows of an answered query. Throws with the reply when it was refused. */
  rows(claims: Claims, query: unknown): Promise<Record<string, string | boolean | null>[]>;
  stop(): Promise<void>;
}

export async function startServer(options: Omit<CubeServerOptions, 'apiSecret'>): Promise<RunningServer> {
  const cube = await createCubeServer({ ...options, apiSecret: SECRET });
  const app = express();
  cube.mount(app);
  const http = app.listen(0, '127.0.0.1');
  await new Promise((resolve) => http.once('listening', resolve));
  const { port } = http.address() as AddressInfo;
  const address = `http://127.0.0.1:${port}/cubejs-api`;
  const token = (claims: Claims) => signToken(claims, SECRET, new Date(), 3600);
  const send = async (path: string, init: RequestInit, bearer?: string): Promise<Reply> => {
    const headers = { 'content-type': 'application/json', ...(bearer && { authorization: `Bearer ${bearer}` }) };
    const response = await fetch(address + path, { ...init, headers });
    const text = await response.text();
    return { status: response.status, text, body: text.startsWith('{') ? JSON.parse(text) : {} };
  };
  const load = async (claims: Claims, query: unknown) =>
    send('/v1/load', { method: 'POST', body: JSON.stringify({ query }) }, await token(claims));
  return {
    cube,
    address,
    token,
    load,
    get: (path, bearer) => send(path, {}, bearer),
    post: (path, body, bearer) => send(path, { method: 'POST', body }, bearer),
    rows: async (claims, query) => {
      const reply = await load(claims, query);
      if (!Array.isArray(reply.body['data'])) throw new Error(`${reply.status} ${reply.text}`);
      return reply.body['data'];
    },
    stop: async () => {
      http.closeAllConnections();
      await new Promise((resolve) => http.close(resolve));
      await cube.close();
    },
  };
}
