import { connectCalendar, useGoogle } from '#web/data/google.ts';
import { Link } from '#web/shell/link.tsx';

/** Whether a mentor's sessions are in their own Google Calendar. Where calendars cannot be connected here, nothing. */
export function LentCalendar() {
  const { value } = useGoogle();
  if (!value?.calendars) return null;
  const lent = value.accounts.find(({ calendar }) => calendar !== null);
  const lost = lent?.calendar?.state === 'lost';
  return (
    <section className="card form" aria-labelledby="lent-calendar">
      <h2 id="lent-calendar">Your Google Calendar</h2>
      {!lent && (
        <p>
          It is not connected. Connected, sessions you give are made in it, and nobody is offered a time at which you
          are busy there.
        </p>
      )}
      {lent && !lost && (
        <p>
          Sessions you give are made in the calendar of <strong className="break">{lent.email}</strong>, and nobody is
          offered a time at which you are busy there.
        </p>
      )}
      {lent && lost && (
        <p className="warning">
          Google lets Confab into the calendar of {lent.email} no more: until it is connected again, new sessions are
          not made in it, and its busy times do not count.
        </p>
      )}
      <div className="buttons">
        {(!lent || lost) && (
          <a className="button button-main" href={connectCalendar}>
            {lost ? 'Connect it again' : 'Connect your calendar'}
          </a>
        )}
        <Link className="button button-plain" href="/account">
          Google accounts
        </Link>
      </div>
    </section>
  );
}
