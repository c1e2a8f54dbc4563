import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Router } from 'express';
import { CONTRACTS } from '../contracts/catalogue.ts';
import { RefusedError } from '../contracts/errors.ts';
import { verifyToken } from '../cube/token.ts';
import { readCases } from '../warehouse/cases/read-cases.ts';
import { type RelationTypes, relationTypes } from '../warehouse/cases/relation-types.ts';
import { docPages, lastBuildOf, type LastBuild } from '../warehouse/docs/pages.ts';
import { openDuckdbEngine } from '../warehouse/engines/duckdb/duckdb-engine.ts';
import { type Graph, graphOf } from '../warehouse/graph.ts';
import { folderPlace } from '../warehouse/folder-place.ts';
import { loadModels } from '../warehouse/model.ts';
import { readPublished } from '../warehouse/place.ts';

/** Pages of the models in a folder, by file name. */
export async function modelDocs(sqlDir: string, lastBuild: LastBuild | null): Promise<Map<string, string>> {
  const graph = graphOf(await loadModels(sqlDir), CONTRACTS);
  const [types, cases] = await Promise.all([typesOf(graph), readCases(sqlDir, graph)]);
  return docPages({ graph, types, cases, lastBuild });
}

async function typesOf(graph: Graph): Promise<RelationTypes> {
  const folder = await mkdtemp(join(tmpdir(), 'echolake-docs-'));
  const engine = await openDuckdbEngine({ root: folder, lakeDir: folder, spillDir: join(folder, 'spill') });
  try {
    return await relationTypes(graph, engine);
  } finally {
    engine.close();
    await rm(folder, { recursive: true, force: true });
  }
}

/** Rows and times of the published build, or null before the first. */
export async function lastBuild(dataDir: string): Promise<LastBuild | null> {
  const published = await readPublished(folderPlace(dataDir));
  return published === null ? null : lastBuildOf(published);
}

/** `/docs`: what the models say, for everybody; what the last build made of them, for who is signed in. Pages are made when first asked for. */
export function docsRouter({ dataDir, sqlDir, tokenKey }: { dataDir: string; sqlDir: string; tokenKey: string }): Router {
  const router = Router();
  let pages: Promise<Map<string, string>> | undefined;
  router.get('/last-build.json', (request, response, next) => {
    verifyToken(request.headers.authorization, tokenKey, new Date())
      .then(() => lastBuild(dataDir))
      .then((found) => response.set('cache-control', 'no-store').json(found))
      .catch((error: unknown) => {
        if (error instanceof RefusedError) response.status(error.status).json({ error: error.message });
        else next(error);
      });
  });
  router.get(['/', '/:page'], (request, response, next) => {
    if (request.originalUrl === request.baseUrl) return response.redirect(`${request.baseUrl}/`);
    pages ??= modelDocs(sqlDir, null);
    pages.then((found) => {
      const page = found.get(request.params.page ?? 'index.html');
      if (page === undefined) next();
      else response.type('html').send(page);
    }, next);
  });
  return router;
}
