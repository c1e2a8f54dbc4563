import { createRequire } from 'node:module';
import { standIn, TemplatelessNative } from './native-stand-in.ts';

/** Which code shapes Cube's answers. */
export type NativeKind = 'extension' | 'stand-in';

/**
 * Makes Cube work where its native extension is missing or does not load: the exports that a `load` needs are replaced in
 * memory, once a process. Nothing is written or fetched, so any number of processes may do it at once.
 * Call it before a Cube server is constructed.
 */
export function prepareNative(): NativeKind {
  const require = createRequire(createRequire(import.meta.url).resolve('@cubejs-backend/server-core'));
  const native: Record<string, unknown> = require('@cubejs-backend/native');
  if (native['NativeInstance'] === TemplatelessNative) return 'stand-in';
  try {
    if (typeof native['loadNative'] === 'function') native['loadNative']();
    return 'extension';
  } catch {
    Object.assign(native, standIn, { NativeInstance: TemplatelessNative });
    return 'stand-in';
  }
}
