import type { MeetingPageJson } from '#api/schemas.ts';
import { livePath } from '#web/data/meetings.ts';
import { useQuery } from '#web/data/queries.ts';
import { NotificationList } from '#web/parts/notification-list.tsx';
import { Problem } from '#web/parts/problem.tsx';
import { SessionCard } from '#web/parts/session-card.tsx';
import { Waiting } from '#web/parts/waiting.tsx';
import { ZoneOffer } from '#web/parts/zone-offer.tsx';
import { Link } from '#web/shell/link.tsx';
import { Page } from '#web/shell/page.tsx';
import { useMe, useZone } from '#web/shell/who.tsx';
import { dayOf } from '#web/time/days.ts';
import { dayName, placeOf, timeText } from '#web/time/format.ts';
import { useNow } from '#web/time/use-now.ts';

export function Home() {
  const me = useMe();
  const zone = useZone();
  const now = useNow();
  const { value, problem } = useQuery<MeetingPageJson>(livePath);
  const asked = value?.meetings.filter(({ can }) => can.includes('accept')) ?? [];
  const coming = value?.meetings.filter(({ can }) => !can.includes('accept')) ?? [];

  return (
    <Page title="Your sessions" wide>
      <p className="lead">
        {me.name}, it is {dayName(dayOf(now, zone))}, {timeText(now, zone)} in {placeOf(zone)}.
      </p>
      {me.zone === null && <ZoneOffer />}
      <div className="home">
        <div className="home-main">
          {problem && !value && <Problem problem={problem} retries={livePath} />}
          {!value && !problem && <Waiting />}
          {asked.length > 0 && (
            <section aria-labelledby="asked">
              <h2 id="asked">
                Waiting for your answer <span className="count">{asked.length}</span>
              </h2>
              <div className="cards">
                {asked.map((meeting) => (
                  <SessionCard key={meeting.id} meeting={meeting} />
                ))}
              </div>
            </section>
          )}
          {value && (
            <section aria-labelledby="coming">
              <h2 id="coming">Coming up</h2>
              {coming.length === 0 ? (
                <div className="empty">
                  <p>No session is booked{asked.length > 0 ? ' yet' : ''}.</p>
                  <p>
                    <Link className="button button-main" href="/book">
                      Book a session
                    </Link>
                  </p>
                </div>
              ) : (
                <div className="cards">
                  {coming.map((meeting) => (
                    <SessionCard key={meeting.id} meeting={meeting} />
                  ))}
                </div>
              )}
              <p className="after">
                <Link href="/calendar">All sessions, also earlier ones</Link>
              </p>
            </section>
          )}
        </div>
        <NotificationList />
      </div>
    </Page>
  );
}
