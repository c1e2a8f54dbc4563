import type { AddressInfo } from 'node:net';
import type { AthenaDriver } from '@cubejs-backend/athena-driver';
import serverCore from '@cubejs-backend/server-core';
import express from 'express';
import { inProduction, settleEnvironment } from '../../cube/environment.ts';
import { readModel } from '../../cube/model.ts';
import { prepareNative } from '../../cube/native.ts';
import { type Claims, signToken } from '../../cube/token.ts';
import type { Installation } from '../rig/installation.ts';
import { RIG } from '../rig/settings.ts';

const SECRET = 'a secret for the rig, long enough to sign with';
/** Cube answers so while a query runs; the client asks again. */
const CONTINUE_WAIT = 'Continue wait';

export interface CubeOnAthena {
  /** Rows of an answered query, asked of Cube's own REST address. */
  rows(claims: Claims, query: object): Promise<Record<string, unknown>[]>;
  stop(): Promise<void>;
}

/** Cube with our model and its own Athena driver, over the published names of an installation. */
export async function cubeOnAthena({ database }: Installation, athenaUrl: string): Promise<CubeOnAthena> {
  settleEnvironment(process.env);
  // The native planner is only there where Cube's extension is.
  process.env['CUBEJS_TESSERACT_SQL_PLANNER'] = 'false';
  prepareNative();
  const settings: ConstructorParameters<typeof AthenaDriver>[0] = {
    endpoint: athenaUrl,
    region: RIG.region,
    accessKeyId: RIG.key,
    secretAccessKey: RIG.key,
    catalog: 'AwsDataCatalog',
    database,
    schema: database,
    workGroup: 'primary',
    S3OutputLocation: `s3://${RIG.bucket}/results/`,
    // Its own default is to write, whatever its documentation says.
    readOnly: true,
  };
  const model = readModel('cube/model', 1);
  const core = inProduction(
    process.env,
    () =>
      new serverCore.CubejsServerCore({
        apiSecret: SECRET,
        devServer: false,
        telemetry: false,
        scheduledRefreshTimer: false,
        cacheAndQueueDriver: 'memory',
        driverFactory: () => ({ type: 'athena', ...settings }),
        repositoryFactory: () => model,
        contextToGroups: ({ securityContext }) => [securityContext.tier],
        logger: () => undefined,
      }),
  );
  const app = express();
  await core.initApp(app);
  const http = app.listen(0, '127.0.0.1');
  await new Promise((listening) => http.once('listening', listening));
  const { port } = http.address() as AddressInfo;
  return {
    rows: async (claims, query) => {
      const token = await signToken(claims, SECRET, new Date(), 3600);
      for (;;) {
        const answer = await fetch(`http://127.0.0.1:${port}/cubejs-api/v1/load`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', authorization: token },
          body: JSON.stringify({ query }),
        });
        const body = (await answer.json()) as { error?: string; data?: Record<string, unknown>[] };
        if (body.error === CONTINUE_WAIT) continue;
        if (body.data === undefined) throw new Error(`Cube answered ${answer.status}: ${body.error}`);
        return body.data;
      }
    },
    stop: async () => {
      http.closeAllConnections();
      await new Promise((closed) => http.close(closed));
      await core.shutdown();
    },
  };
}
