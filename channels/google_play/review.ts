import { z } from 'zod';
import { draft } from '../../contracts/event.ts';
import { review as reviewEvent } from '../../contracts/events/review.ts';
import { recordType } from '../channel.ts';
import { epochSeconds } from '../kit/epoch.ts';
import { unkept } from '../kit/field.ts';
import { businessDate } from '../kit/time.ts';
import { zone } from './zone.ts';

/** Seconds are an int64, which Google writes as text. */
const timestamp = z.object({
  seconds: z
    .union([
      z
        .string()
        .regex(/^\d{1,12}$/, 'expected whole seconds')
        .transform(Number),
      z.int(),
    ])
    .pipe(epochSeconds),
  nanos: z.int().optional(),
});

const userComment = z.object({
  text: z.string().max(20_000).nullish(),
  lastModified: timestamp,
  starRating: z.int().min(1).max(5),
  reviewerLanguage: z.string().min(1).max(35).nullish(),
  ...unkept(
    'device',
    'androidOsVersion',
    'appVersionCode',
    'appVersionName',
    'thumbsUpCount',
    'thumbsDownCount',
    'deviceMetadata',
    'originalText',
  ),
});

const comment = z.object({ userComment: userComment.optional(), ...unkept('developerComment') });

/** A review in its latest state: Google keeps only the reviewer's last word, and its time. */
export const review = recordType({
  name: 'review',
  schema: z.object({
    reviewId: z.string().min(1).max(200),
    comments: z.array(comment).refine((comments) => comments.some(({ userComment }) => userComment !== undefined), {
      error: 'expected the comment of the user among them',
    }),
    /** Package that the answer was asked for. */
    packageName: z.string().min(1).max(200).nullish(),
    ...unkept('authorName'),
  }),
  toEvents: ({ reviewId, comments, packageName }) =>
    comments
      .flatMap(({ userComment }) => userComment ?? [])
      .slice(0, 1)
      .map((said) => {
        const at = said.lastModified.seconds;
        return draft(
          reviewEvent,
          { nativeId: reviewId, version: Date.parse(at), occurredAt: at, businessDate: businessDate(at, zone) },
          {
            review_id: reviewId,
            product_id: packageName,
            touchpoint: 'app_use',
            score: said.starRating,
            scale_max: 5,
            ...titled(said.text ?? ''),
            language: said.reviewerLanguage,
          },
        );
      }),
});

/** A title, where there is one, stands before the text and a tab. */
function titled(text: string): { title: string | null; comment: string | null } {
  const tab = text.indexOf('\t');
  return { title: text.slice(0, Math.max(tab, 0)).trim() || null, comment: text.slice(tab + 1).trim() || null };
}
