import type { Landed } from '../shared/land.ts';

type Counts = Record<string, number>;

/** What became of some records. Plain, so that a thread can hand it to another. */
export interface Tally {
  recordCount: number;
  /** Rows newly written, by lake table. */
  readonly landed: Counts;
  /** Rows that had been landed before. */
  duplicateRowCount: number;
  /** Records that carry no event, by record type. */
  readonly eventless: Counts;
  quarantinedCount: number;
  /** Refused records by reason; a record may have several. */
  readonly quarantined: Counts;
  /** Fields the channel does not know, kept in `extra`, by times seen. */
  readonly unknownFields: Counts;
}

export function emptyTally(): Tally {
  return {
    recordCount: 0,
    landed: {},
    duplicateRowCount: 0,
    eventless: {},
    quarantinedCount: 0,
    quarantined: {},
    unknownFields: {},
  };
}

export function count(counts: Counts, name: string, by = 1): void {
  counts[name] = (counts[name] ?? 0) + by;
}

export function countLanded(tally: Tally, files: readonly Landed[]): void {
  for (const { table, rowCount, outcome } of files) {
    if (outcome === 'written') count(tally.landed, table, rowCount);
    else tally.duplicateRowCount += rowCount;
  }
}

/** Adds what became of more records. */
export function addTally(sum: Tally, more: Tally): void {
  sum.recordCount += more.recordCount;
  sum.duplicateRowCount += more.duplicateRowCount;
  sum.quarantinedCount += more.quarantinedCount;
  for (const counts of ['landed', 'eventless', 'quarantined', 'unknownFields'] as const)
    for (const [name, by] of Object.entries(more[counts])) count(sum[counts], name, by);
}
