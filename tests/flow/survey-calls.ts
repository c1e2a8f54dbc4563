import { SIGNATURE_HEADER, sign } from '../../channels/kit/signature.ts';
import { loadSecrets } from '../../local/adapters/key-file.ts';

/** A company with one region and one store, as lines of the org channel. */
export const ORG_LINES = [
  { org_unit_id: 'company', kind: 'company', name: '阿e小馆' },
  { org_unit_id: 'east', parent_id: 'company', kind: 'region', name: '华东', name_en: 'East' },
  { org_unit_id: 'S017', parent_id: 'east', kind: 'store', name: '杭州柳浪街店', name_en: 'Liulang Street, Hangzhou' },
]
  .map((unit) => `${JSON.stringify({ type: 'org_unit', ...unit, updated_at: '2026-08-01T00:00:00Z' })}\n`)
  .join('');

/** A survey response of store S017. */
export function responseOf(id: string, score: number): object {
  return {
    type: 'response',
    response_id: id,
    survey_id: 'dine-in',
    org_unit_id: 'S017',
    touchpoint: 'dine_in_meal',
    status: 'completed',
    completed_at: '2026-11-05T19:41:02+08:00',
    answers: [{ question_id: 'recommend', metric: 'nps', score }],
    comment: '好吃',
  };
}

/** One webhook call, ready to be sent as often as one likes. */
export interface Call {
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Signs calls as a vendor would who knows the folder's webhook secret. */
export async function surveySigner(dataDir: string): Promise<(value: unknown, now?: Date) => Call> {
  const [secret] = (await loadSecrets(dataDir)).webhookSecrets('survey');
  if (secret === undefined) throw new Error('the folder has no secret for the survey webhook');
  return (value, now = new Date()) => {
    const body = JSON.stringify(value);
    return { body, headers: { 'content-type': 'application/json', [SIGNATURE_HEADER]: sign(Buffer.from(body), secret, now) } };
  };
}

/** Sends a call to a running stack. */
export async function post(url: string, { body, headers }: Call, channel = 'survey'): Promise<{ status: number; body: unknown }> {
  const answer = await fetch(`${url}/collect/${channel}`, { method: 'POST', body, headers });
  return { status: answer.status, body: await answer.json() };
}
