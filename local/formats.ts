/** How `query` prints rows. */
export const FORMATS = ['table', 'csv', 'json'] as const;

export type Format = (typeof FORMATS)[number];
