import { z } from 'zod';
import { looksPersonal } from '../kit/record-number.ts';

export const id = z.string().min(1).max(200);
export const day = z.iso.date();

/** A person or team. It is kept in the clear. */
export const staffNumber = id.refine((value) => !looksPersonal(value), 'expected a staff number: no phone, no e-mail address');

/** That a period does not end before it begins. Days are ISO texts, whose order is the order of time. */
export function checkPeriod(
  record: { readonly start_date?: string | null | undefined; readonly end_date?: string | null | undefined },
  context: z.core.$RefinementCtx,
): void {
  if (record.start_date != null && record.end_date != null && record.end_date < record.start_date)
    context.addIssue({ code: 'custom', path: ['end_date'], message: 'expected a day not before start_date' });
}
