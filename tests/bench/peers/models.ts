import { fileURLToPath } from 'node:url';
import { type Graph, graphOf } from '../../../warehouse/graph.ts';
import { loadModels } from '../../../warehouse/model.ts';
import { PEER_EVENTS } from './events.ts';

export const MODELS_DIR = fileURLToPath(new URL('models', import.meta.url));

/** The models that all sides build, each after what it reads. */
export async function peerModels(): Promise<Graph> {
  return graphOf(await loadModels(MODELS_DIR), PEER_EVENTS);
}
