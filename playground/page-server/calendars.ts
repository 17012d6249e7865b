import type { JsonObject } from '../google/google-request.ts';
import type { GoogleStandIn } from '../google/google-stand-in.ts';
import type { Calendar, CalendarEvent, Snapshot } from '../page/contract.ts';
import { startOf } from '../story/start-of.ts';

/** Every calendar of the playground with what is on it, soonest first. */
export function calendarsIn(google: GoogleStandIn): Calendar[] {
  return google.emails().map((account) => ({
    account,
    events: google
      .events(account)
      .map(shown)
      .sort((one, other) => one.start - other.start),
  }));
}

/** The session that is on, or else the next one, by the calendars. */
export function nextSession(calendars: readonly Calendar[], now: number): Snapshot['nextSession'] {
  const ahead = calendars.flatMap(({ events }) => events).filter(({ end }) => end > now);
  const [next] = ahead.sort((one, other) => one.start - other.start);
  return next ? { start: next.start, end: next.end, title: next.title } : null;
}

function shown(event: JsonObject): CalendarEvent {
  return {
    id: String(event.id),
    title: String(event.summary ?? ''),
    description: String(event.description ?? ''),
    start: startOf(event),
    end: startOf({ start: event.end }),
    link: typeof event.hangoutLink === 'string' ? event.hangoutLink : null,
  };
}
