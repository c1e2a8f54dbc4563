import { messageOf } from '../contracts/errors.ts';

const OUT_OF_MEMORY = /Out of Memory Error/;

/** What a build ran out of, by what engines and Node say of it, and what a person can do. */
const LIMITS: readonly (readonly [says: RegExp, tells: string])[] = [
  [
    /No space left on device|ENOSPC|File too large|EFBIG|Disk quota exceeded|EDQUOT|max_temp_directory_size/,
    'the disk is full: free some space in the data folder and build again',
  ],
  [
    OUT_OF_MEMORY,
    'it needs more memory than a build may use: allow more with `echolake build --memory 4GB`, or have the model read less at once',
  ],
];

/** The words of an error for people: a limit and its remedy where it is one, else its message. */
export function tellLimit(error: unknown): string {
  const message = messageOf(error);
  const limit = LIMITS.find(([says]) => says.test(message));
  return limit === undefined ? message : `${limit[1]} (${message.split('\n')[0]})`;
}

/** Whether an engine had too little memory for a statement, which others that ran beside it may have held. */
export function ranOutOfMemory(error: unknown): boolean {
  return OUT_OF_MEMORY.test(messageOf(error));
}
