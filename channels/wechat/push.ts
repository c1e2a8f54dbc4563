import { z } from 'zod';
import { epochSeconds } from '../kit/epoch.ts';
import { unkept } from '../kit/field.ts';

/** A whole number, which XML writes as text and JSON as a number. */
const whole = z.union(
  [
    z.int(),
    z
      .string()
      .regex(/^\d{1,15}$/)
      .transform(Number),
  ],
  'expected a whole number',
);

/** What every push begins with. `FromUserName` is the customer's openid at this account. */
export const push = {
  FromUserName: z.string().min(1).max(512),
  CreateTime: whole.pipe(epochSeconds),
  ...unkept('ToUserName', 'Encrypt', 'AppId', 'SessionFrom'),
};
