import { useQuery, useQueryClient } from '@tanstack/react-query';
import { createContext, type ReactNode, useContext, useEffect, useRef } from 'react';
import { type Health, loadHealth } from '../api/health.ts';
import { isExpired, leave } from '../session/session.ts';
import { useSession } from '../session/signed-in.tsx';

const POLL_MS = 3000;

interface Live {
  readonly health: Health | null;
  readonly isOffline: boolean;
  /** When the server last answered; 0 before it did. */
  readonly heardAtMs: number;
}

const LiveContext = createContext<Live>({ health: null, isOffline: false, heardAtMs: 0 });

/** Watches which build is published, and asks everything again when it changes. */
export function Watching({ children }: { children: ReactNode }) {
  const session = useSession();
  const client = useQueryClient();
  const { data, error, dataUpdatedAt } = useQuery({
    queryKey: ['health'],
    queryFn: ({ signal }) => {
      if (isExpired(session, Date.now())) leave('expired');
      return loadHealth(signal);
    },
    refetchInterval: POLL_MS,
  });
  const build = data?.build;
  const seen = useRef(build);
  useEffect(() => {
    if (seen.current !== undefined && seen.current !== build) void client.invalidateQueries({ queryKey: ['cube'] });
    seen.current = build;
  }, [build, client]);
  return (
    <LiveContext value={{ health: data ?? null, isOffline: error !== null, heardAtMs: dataUpdatedAt }}>{children}</LiveContext>
  );
}

export function useLive(): Live {
  return useContext(LiveContext);
}
