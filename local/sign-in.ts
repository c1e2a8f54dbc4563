import { z } from 'zod';
import { signToken } from '../cube/token.ts';
import type { PublishedWarehouse } from '../warehouse/engines/duckdb/serving.ts';
import { rowsOf } from './rows.ts';
import { SIGN_INS, type SignIn } from './sample/people.ts';

/** A person as the sign-in page shows them. */
interface SamplePerson extends SignIn {
  readonly unit_name: string;
  readonly unit_name_en: string;
}

/** Signs in sample people. There is none of this on AWS, where tokens come from the company's own identity provider. */
export interface SignInDesk {
  people(): Promise<SamplePerson[]>;
  /** A token, or null when nobody has that id. */
  signIn(id: string): Promise<string | null>;
}

const TOKEN_SECONDS = 12 * 3600;
const COMPANY = { unit_name: '阿e小馆', unit_name_en: 'A-e Bistro' };

/** A desk for the invented staff of the sample company. Units that are not in the data are not offered. */
export function signInDesk(open: (models: readonly string[]) => Promise<PublishedWarehouse>, tokenKey: string): SignInDesk {
  const people = async (): Promise<SamplePerson[]> => {
    const published = await open(['store']);
    const connection = await published.connect();
    try {
      const reader = await connection.runAndReadAll(
        `select org_unit_id as unit, name, name_en from store
         union select region_id, region_name, region_name_en from store`,
      );
      const rows = rowsOf(reader, { unit: z.string(), name: z.string(), name_en: z.string() });
      const names = new Map(rows.map((row) => [row.unit, { unit_name: row.name, unit_name_en: row.name_en }]));
      return SIGN_INS.flatMap((person) => {
        const name = person.region === null ? COMPANY : names.get(person.unit);
        return name === undefined ? [] : [{ ...person, ...name }];
      });
    } finally {
      connection.closeSync();
      published.close();
    }
  };
  return {
    people,
    async signIn(id) {
      const person = SIGN_INS.find((known) => known.id === id);
      if (person === undefined) return null;
      const { tier, unit, region, name, name_en } = person;
      const names = { name, name_en };
      const claims =
        tier === 'frontline' || tier === 'manager' ? { tier, unit, region: region ?? unit, ...names } : { tier, unit, ...names };
      return signToken(claims, tokenKey, new Date(), TOKEN_SECONDS);
    },
  };
}
