import { z } from 'zod';
import { epochMs } from '../kit/epoch.ts';
import { unkept } from '../kit/field.ts';

/** What every push begins with. `UserInfo` holds a masked name and login and is not kept. */
export const push = {
  /** The customer's id at Alipay, 2088…; the older `FromUserId` is the same person under another number. */
  FromAlipayUserId: z.string().min(1).max(512),
  CreateTime: z
    .union(
      [
        z.int(),
        z
          .string()
          .regex(/^\d{1,15}$/)
          .transform(Number),
      ],
      'expected milliseconds since 1970',
    )
    .pipe(epochMs),
  ...unkept('FromUserId', 'FromOpenId', 'AppId', 'UserInfo', 'AgreementId', 'AccountNo'),
};
