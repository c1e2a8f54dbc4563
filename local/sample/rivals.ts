/** Competitors whom customers name. Invented. */
export const RIVALS = [
  { name: '云上小厨', nameEn: 'Cloud Kitchen' },
  { name: '老灶台', nameEn: 'Old Stove' },
  { name: '米麦家', nameEn: 'Rice & Wheat' },
] as const;
