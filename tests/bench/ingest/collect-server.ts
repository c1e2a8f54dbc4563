/** The server of `echolake start` with nothing but the webhook at work. Tells its port, and its CPU seconds when asked. */
import express from 'express';
import { folderQueue } from '../../../local/adapters/folder-queue.ts';
import { openInstallation, queueDir } from '../../../local/installation.ts';
import { createApp, listen } from '../../../local/server.ts';

const [dataDir = ''] = process.argv.slice(2);
const installation = await openInstallation(dataDir);
const app = createApp({
  collect: { ...installation, queue: await folderQueue(queueDir(dataDir)) },
  cube: { native: 'stand-in', mount: () => undefined, close: () => Promise.resolve() },
  desk: { people: () => Promise.resolve([]), signIn: () => Promise.resolve(null) },
  health: () => Promise.resolve({ build: null, data_to: null }),
  docs: express.Router(),
  dashboardDir: dataDir,
  onError: (message) => console.error(message),
});
const { port } = await listen(app, 0);
process.send?.(port);
process.on('message', () => {
  const { user, system } = process.cpuUsage();
  process.send?.((user + system) / 1e6);
});
