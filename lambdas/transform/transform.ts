import { BuildBusyError } from '../../warehouse/errors.ts';
import { buildIn, type BuildRequest } from '../../warehouse/build.ts';
import type { Place } from '../../warehouse/place.ts';

/** Models that Athena works on at once: enough to fill its default of 20 statements a workgroup with room for people. */
const AT_ONCE = 6;

export interface TransformOptions extends Pick<BuildRequest, 'sqlDir' | 'contracts' | 'signal' | 'now'> {
  /** Takes one line of the log. */
  readonly say: (line: Readonly<Record<string, unknown>>) => void;
}

/** Brings the warehouse up to the lake. When a build is running still, that one is left to it. */
export async function transform(
  place: Place,
  { say, ...request }: TransformOptions,
): Promise<'published' | 'nothing_new' | 'busy'> {
  try {
    const { published, manifest, warnings } = await buildIn(place, {
      ...request,
      parallel: AT_ONCE,
      onProgress: (event) => {
        if (event.type === 'done' && event.mode !== 'reused') say({ event: 'model_built', ...event });
      },
    });
    for (const { model, audit, failing } of warnings) say({ event: 'audit_warning', model, audit, failing });
    const outcome = published ? 'published' : 'nothing_new';
    say({ event: outcome, build: manifest.build });
    return outcome;
  } catch (error) {
    if (!(error instanceof BuildBusyError)) throw error;
    say({ event: 'busy', error: error.message });
    return 'busy';
  }
}
