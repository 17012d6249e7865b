import { type ComponentType, lazy, Suspense, useEffect } from 'react';
import type { MeJson } from '#api/schemas.ts';
import { goLive } from '#web/data/live.ts';
import { useQuery } from '#web/data/queries.ts';
import { Home } from '#web/pages/home.tsx';
import { SignIn } from '#web/pages/sign-in.tsx';
import { Problem } from '#web/parts/problem.tsx';
import { Waiting } from '#web/parts/waiting.tsx';
import { Boundary } from './boundary.tsx';
import { Frame } from './frame.tsx';
import { Link } from './link.tsx';
import { go, type Place, usePlace } from './location.ts';
import { Page } from './page.tsx';
import { rememberWanted } from './wanted.ts';
import { Who } from './who.tsx';

const Book = lazy(async () => ({ default: (await import('#web/pages/book.tsx')).Book }));
const Calendar = lazy(async () => ({ default: (await import('#web/pages/calendar.tsx')).Calendar }));
const Session = lazy(async () => ({ default: (await import('#web/pages/session.tsx')).Session }));
const Mentoring = lazy(async () => ({ default: (await import('#web/pages/mentoring.tsx')).Mentoring }));
const Programme = lazy(async () => ({ default: (await import('#web/pages/programme.tsx')).Programme }));
const Account = lazy(async () => ({ default: (await import('#web/pages/account.tsx')).Account }));

/** A page by its path; what the path's bracket holds is its id. */
const pages: [RegExp, ComponentType<{ id: string }>][] = [
  [/^\/$/, Home],
  [/^\/book$/, Book],
  [/^\/calendar$/, Calendar],
  [/^\/sessions\/([^/]+)$/, Session],
  [/^\/mentoring$/, Mentoring],
  [/^\/program\/([^/]+)$/, Programme],
  [/^\/account$/, Account],
];

export function App() {
  const place = usePlace();
  return place.path === '/sign-in' ? <SignIn /> : <SignedIn {...place} />;
}

function SignedIn({ path, query }: Place) {
  const me = useQuery<MeJson>('/api/me');
  const signedOut = me.problem?.status === 401;
  const known = me.value !== undefined && !signedOut;

  useEffect(() => {
    if (!signedOut) return;
    if (pageAt(path)[0] !== Nowhere) rememberWanted(query.size > 0 ? `${path}?${query}` : path);
    go('/sign-in', 'replace');
  }, [signedOut, path, query]);
  useEffect(() => {
    // After the first paint: news is for those who already see something.
    if (known) requestAnimationFrame(() => setTimeout(() => void goLive()));
  }, [known]);

  if (!me.value || signedOut) {
    return (
      <main className="alone">
        {me.problem && !signedOut ? <Problem problem={me.problem} retries="/api/me" /> : <Waiting />}
      </main>
    );
  }
  const [Shown, id] = pageAt(path);
  return (
    <Who value={me.value}>
      <Frame path={path}>
        <Boundary key={path}>
          <Suspense fallback={<Waiting />}>
            <Shown id={id} />
          </Suspense>
        </Boundary>
      </Frame>
    </Who>
  );
}

function pageAt(path: string): [ComponentType<{ id: string }>, string] {
  for (const [pattern, Shown] of pages) {
    const match = pattern.exec(path);
    if (match) return [Shown, decodeURIComponent(match[1] ?? '')];
  }
  return [Nowhere, ''];
}

function Nowhere() {
  return (
    <Page title="There is no such page">
      <p>The address may be mistyped, or what it led to is gone.</p>
      <p>
        <Link className="button button-plain" href="/">
          To your sessions
        </Link>
      </p>
    </Page>
  );
}
