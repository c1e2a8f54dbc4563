import { isRecord, requestJson, textOrNull } from './http.ts';

/** What is published: the build and the latest moment its data hold. */
export interface Health {
  readonly build: string;
  readonly dataTo: string | null;
}

export async function loadHealth(signal?: AbortSignal): Promise<Health> {
  const body = await requestJson('/health', signal ? { signal } : {});
  const record = isRecord(body) ? body : {};
  return { build: textOrNull(record['build']) ?? '', dataTo: textOrNull(record['data_to']) };
}
