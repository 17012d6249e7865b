import { useEffect, useState } from 'react';
import type { MentorJson } from '#api/schemas.ts';
import { withQuery } from '#web/data/api.ts';
import { useQuery } from '#web/data/queries.ts';
import { BookingForm } from '#web/parts/booking-form.tsx';
import { Icon } from '#web/parts/icon.tsx';
import { Problem } from '#web/parts/problem.tsx';
import { Waiting } from '#web/parts/waiting.tsx';
import { Link } from '#web/shell/link.tsx';
import { usePlace } from '#web/shell/location.ts';
import { Page } from '#web/shell/page.tsx';
import { useMe, useZone } from '#web/shell/who.tsx';
import { durationText, momentText } from '#web/time/format.ts';
import { useNow } from '#web/time/use-now.ts';

/** Milliseconds after the last key. */
const typingPause = 200;

interface MentorList {
  mentors: MentorJson[];
}

export function Book() {
  const { query } = usePlace();
  const mentorId = query.get('mentor');
  return mentorId === null ? <ChooseMentor /> : <WithMentor key={mentorId} id={mentorId} name={query.get('name')} />;
}

function ChooseMentor() {
  const me = useMe();
  const zone = useZone();
  const now = useNow(60_000);
  const [text, setText] = useState('');
  const [asked, setAsked] = useState('');
  useEffect(() => {
    const timer = setTimeout(() => setAsked(text.trim()), typingPause);
    return () => clearTimeout(timer);
  }, [text]);
  const path = withQuery('/api/mentors', { q: asked === '' ? undefined : asked });
  const { value, problem } = useQuery<MentorList>(path);
  const mentors = value?.mentors.filter(({ id }) => id !== me.id);

  return (
    <Page title="Book a session">
      <search>
        <label className="search-label" htmlFor="mentor-search">
          What would you like to talk about?
        </label>
        <p className="hint" id="mentor-search-hint">
          A topic, or the name of a mentor.
        </p>
        <div className="search">
          <Icon name="search" />
          <input
            id="mentor-search"
            type="search"
            aria-describedby="mentor-search-hint"
            autoComplete="off"
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
        </div>
      </search>
      {problem && !value && <Problem problem={problem} retries={path} />}
      {!value && !problem && <Waiting what="Looking for mentors" />}
      <p role="status" className="hint">
        {mentors && mentorsFound(mentors.length, asked)}
      </p>
      {mentors && (
        <ul className="mentors">
          {mentors.map((mentor) => (
            <li key={mentor.id} className="card mentor">
              <div>
                <h2>
                  <Link href={withQuery('/book', { mentor: mentor.id, name: mentor.name })}>{mentor.name}</Link>
                </h2>
                <ul className="topics" aria-label="Topics">
                  {mentor.topics.map((topic) => (
                    <li key={topic}>{topic}</li>
                  ))}
                </ul>
              </div>
              <p className="hint">
                {durationText(mentor.duration)}
                {' · '}
                {mentor.soonest === null ? (
                  'nothing free in the next weeks'
                ) : (
                  <>
                    free from <time dateTime={mentor.soonest}>{momentText(mentor.soonest, zone, now)}</time>
                  </>
                )}
              </p>
            </li>
          ))}
        </ul>
      )}
    </Page>
  );
}

function mentorsFound(count: number, asked: string): string {
  if (count === 0) return asked === '' ? 'Nobody offers sessions yet.' : `Nobody was found for “${asked}”.`;
  const mentors = count === 1 ? '1 mentor' : `${count} mentors`;
  return asked === '' ? `${mentors} to choose from.` : `${mentors} found for “${asked}”.`;
}

/** `name` narrows the question where the link knew it; the id decides. */
function WithMentor({ id, name }: { id: string; name: string | null }) {
  const path = withQuery('/api/mentors', { q: name ?? undefined });
  const { value, problem } = useQuery<MentorList>(path);
  const mentor = value?.mentors.find((candidate) => candidate.id === id);
  if (mentor) return <BookingForm mentor={mentor} />;
  return (
    <Page title="Book a session">
      {problem && !value && <Problem problem={problem} retries={path} />}
      {!value && !problem && <Waiting />}
      {value && (
        <>
          <p>This person does not take sessions at the moment.</p>
          <p>
            <Link className="button button-plain" href="/book">
              See who does
            </Link>
          </p>
        </>
      )}
    </Page>
  );
}
