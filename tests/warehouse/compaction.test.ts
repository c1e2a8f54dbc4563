import { describe, expect, it } from 'vitest';
import { filesToAbsorb } from '../../warehouse/engines/compaction.ts';
import type { Part } from '../../warehouse/engines/engine.ts';

const part = (file: string, rows: number): Part => ({ key: file, files: [file], rows, since: 'b000001' });
const parts = (...rows: readonly number[]) => rows.map((count, index) => part(`f${index}`, count));

describe('the files that an incremental build absorbs', () => {
  it('are none while there are few', () => {
    expect(filesToAbsorb(parts(1000, 1, 1, 1, 1, 1, 1), [])).toEqual(new Set());
  });

  it('are the small ones when there are many, not a large one', () => {
    expect([...filesToAbsorb(parts(1000, 1, 1, 1, 1, 1, 1, 1), [])].toSorted()).toEqual([
      'f1',
      'f2',
      'f3',
      'f4',
      'f5',
      'f6',
      'f7',
    ]);
    expect([...filesToAbsorb(parts(128, 64, 32, 16, 8, 4, 2, 1), [])].toSorted()).toEqual(['f4', 'f5', 'f6', 'f7']);
  });

  it('are those that hold more superseded rows than others', () => {
    expect(filesToAbsorb(parts(10, 10), [part('f0', 11), part('f1', 10)])).toEqual(new Set(['f0']));
  });
});
