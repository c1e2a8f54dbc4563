export type Tier = 'frontline' | 'manager' | 'executive' | 'analyst';

type Org = 'org_unit_id' | 'store_name' | 'store_name_en' | 'region_id' | 'region_name' | 'region_name_en';
type Score =
  | ('nps' | 'nps_low' | 'nps_high' | 'nps_n')
  | ('csat' | 'csat_low' | 'csat_high' | 'csat_n')
  | ('ces' | 'ces_low' | 'ces_high' | 'ces_n')
  | 'response_count';

/** Members of the public views by subject, without the view's name. */
interface Members {
  score: { measure: Score; dimension: Org | 'business_date' | 'touchpoint' | 'channel' | 'source' };
  order: {
    measure: 'order_count' | 'revenue_amount' | 'late_ratio' | 'late_low' | 'late_high' | 'late_n';
    dimension: Org | 'business_date' | 'mode' | 'currency';
  };
  invite: {
    measure: 'delivered_count' | 'completed_count' | 'response_ratio' | 'response_low' | 'response_high';
    dimension: Org | 'business_date' | 'touchpoint' | 'sent_by';
  };
  feedback: {
    measure: 'feedback_count';
    dimension:
      | Org
      | 'feedback_id'
      | 'occurred_at'
      | 'business_date'
      | 'touchpoint'
      | 'source'
      | 'nps_score'
      | 'csat_score'
      | 'csat_scale_max'
      | 'comment'
      | 'is_late';
  };
  reference: {
    measure: Score;
    dimension: 'business_date' | 'region_id' | 'region_name' | 'region_name_en' | 'touchpoint' | 'source';
  };
  target: {
    measure: never;
    dimension: 'metric' | 'org_unit_id' | 'touchpoint' | 'target_value' | 'start_date' | 'end_date';
  };
}

export type Subject = keyof Members;
export type MeasureOf<S extends Subject> = Members[S]['measure'];
export type DimensionOf<S extends Subject> = Members[S]['dimension'];

/** Name of the view a tier reads of a subject. References and targets are one view for all. */
export function viewOf(subject: Subject, tier: Tier): string {
  if (subject === 'target') return 'reference_target';
  return subject === 'reference' ? 'reference_score' : `${tier}_${subject}`;
}
