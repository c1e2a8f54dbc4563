import type { Customer } from './pos.ts';

/** An invite as the survey channel takes it. */
export interface InviteRecord {
  readonly type: 'invite';
  readonly invite_id: string;
  readonly survey_id: string;
  readonly order_id: string;
  readonly org_unit_id: string;
  readonly touchpoint: string;
  readonly status: 'sent' | 'delivered' | 'opened' | 'bounced' | 'skipped';
  readonly skip_reason?: string;
  readonly sent_by?: string;
  readonly customer: Customer;
  readonly decided_at: string;
  readonly sent_at?: string;
  readonly updated_at: string;
}

export interface AnswerRecord {
  readonly question_id: string;
  readonly metric: 'nps' | 'csat' | 'ces';
  readonly score: number;
  readonly scale_min: number;
  readonly scale_max: number;
  readonly ces_version?: 'v2';
}

/** A response as the survey channel takes it. */
export interface ResponseRecord {
  readonly type: 'response';
  readonly response_id: string;
  readonly survey_id: string;
  readonly survey_version: string;
  readonly invite_id: string | null;
  readonly order_id: string;
  readonly org_unit_id: string;
  readonly touchpoint: string;
  readonly status: 'completed' | 'partial' | 'dismissed';
  readonly sent_by: string;
  readonly customer: Customer | null;
  readonly started_at: string;
  readonly completed_at: string | null;
  readonly updated_at: string;
  readonly answers: readonly AnswerRecord[];
  readonly comment: string | null;
  readonly language: string | null;
}

export type SurveyRecord = InviteRecord | ResponseRecord;
