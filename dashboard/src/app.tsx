import { QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { lazy, type ReactNode, Suspense, useLayoutEffect, useState } from 'react';
import { Redirect, Route, Switch } from 'wouter';
import { useAddress } from './address/address.ts';
import { ApiError } from './api/errors.ts';
import type { Tier } from './api/members.ts';
import { tagOf } from './i18n/language.ts';
import { Speaking, useSpeech } from './i18n/speech.tsx';
import { leave, type Session, useSessionState } from './session/session.ts';
import { SignedIn, useSession } from './session/signed-in.tsx';
import { Watching } from './shell/live.tsx';
import { Shell } from './shell/shell.tsx';
import { SignInPage } from './sign-in/page.tsx';
import { Refused, Skeleton } from './tiles/states.tsx';

const PAGES: Record<Tier, ReturnType<typeof lazy>> = {
  executive: lazy(() => import('./executive/page.tsx').then((module) => ({ default: module.ExecutivePage }))),
  manager: lazy(() => import('./manager/page.tsx').then((module) => ({ default: module.ManagerPage }))),
  frontline: lazy(() => import('./frontline/page.tsx').then((module) => ({ default: module.FrontlinePage }))),
  analyst: lazy(() => import('./analyst/page.tsx').then((module) => ({ default: module.AnalystPage }))),
};
const TIERS: readonly Tier[] = ['executive', 'manager', 'frontline', 'analyst'];

function newClient(): QueryClient {
  return new QueryClient({
    queryCache: new QueryCache({
      onError: (error) => {
        if (error instanceof ApiError && error.trouble === 'expired') leave('expired');
      },
    }),
    defaultOptions: {
      queries: {
        staleTime: 60_000,
        refetchOnWindowFocus: false,
        retry: (failures, error) => failures < 2 && error instanceof ApiError && error.isPassing,
        retryDelay: (failures) => 400 * 2 ** failures,
      },
    },
  });
}

/** Sign-in, or the page of the signed-in person's tier, in the language and scheme of the address. */
export function App() {
  const { address } = useAddress();
  const state = useSessionState();
  const { language, theme } = address;
  useLayoutEffect(() => {
    document.documentElement.lang = tagOf(language);
    if (theme === null) delete document.documentElement.dataset['theme'];
    else document.documentElement.dataset['theme'] = theme;
  }, [language, theme]);
  return (
    <Speaking language={language}>
      {state.session === null ? (
        <Clean key="out">
          <SignInPage why={state.why} />
        </Clean>
      ) : (
        <Clean key={state.session.token}>
          <Inside session={state.session} />
        </Clean>
      )}
    </Speaking>
  );
}

/** A fresh memory for every session: nothing one person saw is kept for the next. */
function Clean({ children }: { children: ReactNode }) {
  const [client] = useState(newClient);
  return <QueryClientProvider client={client}>{children}</QueryClientProvider>;
}

function Inside({ session }: { session: Session }) {
  const { tier } = session.person;
  const Own = PAGES[tier];
  return (
    <SignedIn session={session}>
      <Watching>
        <Suspense
          fallback={
            <main id="main">
              <Skeleton height={480} />
            </main>
          }
        >
          <Switch>
            <Route path={`/${tier}`}>
              <Own />
            </Route>
            {TIERS.filter((other) => other !== tier).map((other) => (
              <Route key={other} path={`/${other}`}>
                <NotYours />
              </Route>
            ))}
            <Route>
              <Redirect to={`/${tier}${location.search}`} replace />
            </Route>
          </Switch>
        </Suspense>
      </Watching>
    </SignedIn>
  );
}

function NotYours() {
  const { words, named } = useSpeech();
  const { person } = useSession();
  return (
    <Shell title={words.state.refusedTitle} crumbs={[named(person.unitName, person.unitNameEn)]} sections={[]}>
      <Refused>
        <a className="btn" href={`/${person.tier}`}>
          {words.state.backToScope}
        </a>
      </Refused>
    </Shell>
  );
}
