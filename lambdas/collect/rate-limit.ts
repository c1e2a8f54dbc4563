/** How many calls of one channel are taken: so many a second in the long run, and so many at once. */
export interface Rate {
  readonly perSecond: number;
  readonly burst: number;
}

/** Asks for one call of a channel. Null when it may pass, else the whole seconds after which it may. */
export type RateLimit = (channel: string, now: Date) => number | null;

/**
 * A bucket of tokens a channel, in this process: one channel's flood does not shut out the others. On AWS each running copy of the
 * function has its own, below the throttle of the API, which counts for all.
 */
export function rateLimit({ perSecond, burst }: Rate): RateLimit {
  const buckets = new Map<string, { tokens: number; at: number }>();
  return (channel, now) => {
    const at = now.getTime() / 1000;
    const bucket = buckets.get(channel) ?? { tokens: burst, at };
    const tokens = Math.min(burst, bucket.tokens + Math.max(0, at - bucket.at) * perSecond);
    const passes = tokens >= 1;
    buckets.set(channel, { tokens: passes ? tokens - 1 : tokens, at: Math.max(at, bucket.at) });
    return passes ? null : Math.max(1, Math.ceil((1 - tokens) / perSecond));
  };
}
