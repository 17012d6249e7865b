import type { Action, Persona, Seen, Snapshot } from '../contract.ts';
import { formatMoment } from '../time/format-moment.ts';
import { useTold } from './use-told.ts';

const minute = 60_000;
const hour = 60 * minute;
/** A little after the moment itself, so that what is due then is due. */
const justAfter = 1_000;

/** Moves everybody's time ahead. It never goes back: what was said was said. */
export function ClockPanel({
  now,
  speed,
  nextSession,
  personas,
  act,
}: Pick<Snapshot, 'speed' | 'nextSession'> & {
  now: number;
  personas: readonly Persona[];
  act: (action: Action) => Promise<Seen>;
}) {
  const jumps = nextSession
    ? [
        { label: '24 hours before', at: nextSession.start - 24 * hour },
        { label: '10 minutes before', at: nextSession.start - 10 * minute },
        { label: 'Its start', at: nextSession.start },
        { label: 'Its end', at: nextSession.end },
      ]
    : [];
  const { said, tell } = useTold(act);
  const to = (at: number) => void tell({ do: 'clock.to', at: at + justAfter });
  return (
    <section className="pg-panel" aria-labelledby="pg-clock">
      <h2 id="pg-clock">Clock</h2>
      <p className="pg-time">
        <time dateTime={new Date(now).toISOString()}>
          {formatMoment(now, { zone: 'UTC', locale: 'en-GB' }, { dateStyle: 'full', timeStyle: 'medium' })} UTC
        </time>
      </p>
      <ul className="pg-plain">
        {personas.map(({ id, name, zone, locale }) => (
          <li key={id}>
            {name} ({zone}):{' '}
            {formatMoment(
              now,
              { zone, locale },
              { weekday: 'short', timeStyle: undefined, hour: 'numeric', minute: '2-digit' },
            )}
          </li>
        ))}
      </ul>
      <fieldset className="pg-buttons">
        <legend>
          {nextSession
            ? `Next in the calendars: ${nextSession.title}. Go to`
            : 'No session is ahead in the calendars. Go'}
        </legend>
        {jumps.map(({ label, at }) => (
          <button key={label} type="button" disabled={at <= now} onClick={() => to(at)}>
            {label}
          </button>
        ))}
        <button type="button" onClick={() => to(now + 10 * minute)}>
          10 minutes on
        </button>
        <button type="button" onClick={() => to(now + hour)}>
          1 hour on
        </button>
        <button type="button" onClick={() => to(now + 24 * hour)}>
          1 day on
        </button>
      </fieldset>
      <button
        type="button"
        aria-pressed={speed > 1}
        onClick={() => void tell({ do: 'clock.speed', speed: speed > 1 ? 1 : 60 })}
      >
        Play at 60 times speed
      </button>
      <p role="status">{said}</p>
    </section>
  );
}
