import type { ReactNode } from 'react';
import type { MeetingPageJson } from '#api/schemas.ts';
import { useLiveness } from '#web/data/live.ts';
import { livePath } from '#web/data/meetings.ts';
import { useQuery } from '#web/data/queries.ts';
import { Icon, type IconName } from '#web/parts/icon.tsx';
import { Toasts } from '#web/parts/toasts.tsx';
import { Link } from './link.tsx';
import { useNewsAloud } from './news-aloud.ts';
import { useMe } from './who.tsx';

interface Way {
  href: string;
  label: string;
  icon: IconName;
}

/** Everything around a page: the ways to the others, and what is said of all of them. */
export function Frame({ path, children }: { path: string; children: ReactNode }) {
  const me = useMe();
  const live = useQuery<MeetingPageJson>(livePath);
  const waiting = live.value?.meetings.filter(({ can }) => can.includes('accept')).length ?? 0;
  const organised = me.programs.find(({ organizer }) => organizer);
  useNewsAloud();

  const ways: Way[] = [
    { href: '/', label: 'Home', icon: 'home' },
    { href: '/book', label: 'Book', icon: 'plus' },
    { href: '/calendar', label: 'Calendar', icon: 'calendar' },
    { href: '/mentoring', label: 'Mentoring', icon: 'hand' },
    ...(organised
      ? [{ href: `/program/${encodeURIComponent(organised.id)}`, label: 'Programme', icon: 'chart' } as const]
      : []),
    { href: '/account', label: 'Account', icon: 'person' },
  ];

  return (
    <>
      <a className="skip" href="#main">
        Skip to the page
      </a>
      <div className="frame">
        <header className="bar">
          <Link className="brand" href="/">
            <Icon name="brand" />
            <span>Confab</span>
          </Link>
          <nav aria-label="Pages">
            <ul>
              {ways.map(({ href, label, icon }) => {
                const here = isAt(path, href);
                return (
                  <li key={href}>
                    <Link href={href} aria-current={here ? 'page' : undefined}>
                      <Icon name={icon} />
                      <span className="way">{label}</span>
                      {href === '/' && waiting > 0 && (
                        <span className="count">
                          {waiting}
                          <span className="unseen"> {waiting === 1 ? 'request waits' : 'requests wait'} for you</span>
                        </span>
                      )}
                    </Link>
                  </li>
                );
              })}
            </ul>
          </nav>
        </header>
        <Connection />
        <main id="main" tabIndex={-1}>
          {children}
        </main>
      </div>
      <Toasts />
    </>
  );
}

function isAt(path: string, href: string): boolean {
  if (href === '/') return path === '/' || path.startsWith('/sessions/');
  return href.startsWith('/program/') ? path.startsWith('/program/') : path === href;
}

/** The region is always there, so that a screen reader hears what comes into it. */
function Connection() {
  const late = useLiveness() === 'late';
  return (
    <div role="status" className="connection">
      {late && (
        <p>
          <Icon name="offline" />
          No connection. What you see may be out of date; it catches up by itself.
        </p>
      )}
    </div>
  );
}
