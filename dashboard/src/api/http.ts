import { ApiError } from './errors.ts';

export type Json = Readonly<Record<string, unknown>>;

export function isRecord(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value as text, or null when it is anything else. */
export function textOrNull(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

/** A text, number or truth as text; null for anything else. */
export function plainText(value: unknown): string | null {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : null;
}

/** The one place where Cube's strings become numbers. Null stays null; what is no number is null too. */
export function numberOrNull(value: unknown): number | null {
  if (typeof value !== 'number' && (typeof value !== 'string' || value.trim() === '')) return null;
  const parsed = Number(value);
  return Number.isFinite(parsed) ? parsed : null;
}

function troubleOf(status: number): 'expired' | 'refused' | 'failed' {
  if (status === 401) return 'expired';
  return status === 403 ? 'refused' : 'failed';
}

/**
 * One request, its body read as JSON.
 * @throws {ApiError} for anything but a 2xx with JSON in it
 */
export async function requestJson(path: string, init: RequestInit = {}): Promise<unknown> {
  let response: Response;
  try {
    response = await fetch(path, init);
  } catch (cause) {
    if (init.signal?.aborted) throw cause;
    throw new ApiError('unreachable', `no answer from ${path}`, { cause });
  }
  const body: unknown = await response.json().catch(() => null);
  if (response.ok && body !== null) return body;
  const details = isRecord(body) ? body : {};
  throw new ApiError(
    response.ok ? 'strange' : troubleOf(response.status),
    textOrNull(details['error']) ?? `${path} answered ${response.status}`,
    { status: response.status, requestId: textOrNull(details['requestId']) ?? response.headers.get('x-request-id') },
  );
}
