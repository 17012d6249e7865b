import { useState } from 'react';
import type { Action, Calendar, CalendarEvent, Seen } from '../contract.ts';
import { OutsideLink } from '../parts/outside-link.tsx';
import { formatMoment } from '../time/format-moment.ts';
import { useTold } from './use-told.ts';

const utc = { zone: 'UTC', locale: 'en-GB' };

const doneThere = 'Done in Google. Confab looks there every two minutes: wait, or take the clock 10 minutes on.';

/** Google Calendar, as far as it matters here: what is in it, moved and deleted as its owner would. */
export function CalendarPanel({
  calendars,
  act,
}: {
  calendars: readonly Calendar[];
  act: (action: Action) => Promise<Seen>;
}) {
  const { said, tell } = useTold(act);
  return (
    <section className="pg-panel" aria-labelledby="pg-calendar">
      <h2 id="pg-calendar">Google Calendar</h2>
      {calendars.map(({ account, events }) => (
        <div key={account}>
          <h3>{account}</h3>
          {events.length === 0 ? <p>Nothing is in it.</p> : null}
          <ul className="pg-events">
            {events.map((event) => (
              <Event key={event.id} account={account} event={event} tell={(action) => void tell(action, doneThere)} />
            ))}
          </ul>
        </div>
      ))}
      <p role="status">{said}</p>
    </section>
  );
}

function Event({ account, event, tell }: { account: string; event: CalendarEvent; tell: (action: Action) => void }) {
  const { id, title, start, end, link } = event;
  const inUtc = new Date(start).toISOString().slice(0, 16);
  const [to, setTo] = useState(inUtc);
  return (
    <li>
      <strong>{title}</strong>
      <span>
        {formatMoment(start, utc, { dateStyle: 'medium', timeStyle: 'short' })} to{' '}
        {formatMoment(end, utc, { timeStyle: 'short' })} UTC
      </span>
      {link ? (
        <OutsideLink href={link} who={account}>
          Its Meet room
        </OutsideLink>
      ) : (
        <span>No Meet room</span>
      )}
      <form
        onSubmit={(submitted) => {
          submitted.preventDefault();
          const at = Date.parse(`${to}Z`);
          if (Number.isFinite(at)) tell({ do: 'calendar.move', account, event: id, start: at });
        }}
      >
        <label>
          Move &ldquo;{title}&rdquo; to (UTC)
          <input type="datetime-local" value={to} onChange={({ target }) => setTo(target.value)} required />
        </label>
        <button type="submit" disabled={to === inUtc}>
          Move
        </button>
        <button type="button" onClick={() => tell({ do: 'calendar.delete', account, event: id })}>
          Delete<span className="pg-unseen"> {title}</span>
        </button>
      </form>
    </li>
  );
}
