import type { z } from 'zod';
import type { inviteSchema } from '../../channels/survey/invite.ts';
import type { responseSchema } from '../../channels/survey/response.ts';

/** An invite as the survey channel takes it. */
export type InviteRecord = z.input<typeof inviteSchema>;

/** A response as the survey channel takes it. */
export type ResponseRecord = z.input<typeof responseSchema>;

export type SurveyRecord = InviteRecord | ResponseRecord;

export type AnswerRecord = ResponseRecord['answers'][number];
