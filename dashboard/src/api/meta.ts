import { isRecord, type Json, numberOrNull, requestJson, textOrNull } from './http.ts';

export interface Member {
  /** `view.member`. */
  readonly name: string;
  readonly view: string;
  readonly kind: 'measure' | 'dimension';
  readonly type: string;
  readonly title: { readonly zh: string; readonly en: string };
  readonly definition: { readonly zh: string; readonly en: string };
  readonly population: { readonly zh: string; readonly en: string };
  readonly source: string;
  readonly unit: string;
  /** Fewest answers at which the value is shown. */
  readonly minimumN: number | null;
}

export interface Catalogue {
  readonly members: ReadonlyMap<string, Member>;
  readonly views: readonly { readonly name: string; readonly members: readonly Member[] }[];
}

function bilingual(meta: Json, key: string, fallback: string) {
  const any = textOrNull(meta[key]) ?? fallback;
  return { zh: textOrNull(meta[`${key}_zh`]) ?? any, en: textOrNull(meta[`${key}_en`]) ?? any };
}

function toMember(view: string, kind: Member['kind'], raw: Json): Member {
  const meta = isRecord(raw['meta']) ? raw['meta'] : {};
  const name = textOrNull(raw['name']) ?? '';
  return {
    name,
    view,
    kind,
    type: textOrNull(raw['type']) ?? 'string',
    title: bilingual(meta, 'title', textOrNull(raw['shortTitle']) ?? textOrNull(raw['title']) ?? name),
    definition: bilingual(meta, 'definition', textOrNull(raw['description']) ?? ''),
    population: bilingual(meta, 'population', ''),
    source: textOrNull(meta['source']) ?? '',
    unit: textOrNull(meta['unit']) ?? '',
    minimumN: numberOrNull(meta['minimum_n']),
  };
}

/** What Cube says there is for this person, read from `/v1/meta`. */
export function toCatalogue(body: unknown): Catalogue {
  const cubes = isRecord(body) && Array.isArray(body['cubes']) ? body['cubes'].filter(isRecord) : [];
  const views = cubes.map((cube) => {
    const view = textOrNull(cube['name']) ?? '';
    const list = (key: string, kind: Member['kind']) =>
      (Array.isArray(cube[key]) ? cube[key].filter(isRecord) : []).map((raw) => toMember(view, kind, raw));
    return { name: view, members: [...list('measures', 'measure'), ...list('dimensions', 'dimension')] };
  });
  return { views, members: new Map(views.flatMap((view) => view.members).map((member) => [member.name, member])) };
}

export async function loadCatalogue(token: string, signal?: AbortSignal): Promise<Catalogue> {
  return toCatalogue(await requestJson('/cubejs-api/v1/meta', { headers: { authorization: token }, ...(signal && { signal }) }));
}
