import type { Accounts } from './accounts.ts';
import type { SharedEvent } from './calendars.ts';

/** A mail that Google sent to a guest by itself. */
export interface GoogleMail {
  to: string;
  from: string;
  kind: 'invitation' | 'update' | 'cancellation' | 'response';
  eventId: string;
  summary: string;
  /** Shifted milliseconds. */
  at: number;
}

export type SendUpdates = 'all' | 'externalOnly' | 'none';

/** Which guests hear of a change: those who were there before, those who are there now, or both. `externalOnly` means guests without Google Calendar. */
export function mailsFor(
  event: SharedEvent,
  before: readonly string[],
  options: { sendUpdates: SendUpdates; cancelled: boolean; accounts: Accounts; at: number },
): GoogleMail[] {
  if (options.sendUpdates === 'none') return [];
  const now = options.cancelled ? [] : event.fields.attendees.map(({ email }) => email);
  return [...new Set([...before, ...now])]
    .filter((to) => to !== event.organizer)
    .filter((to) => options.sendUpdates === 'all' || options.accounts.find(to) === undefined)
    .map((to) => ({
      to,
      from: event.organizer,
      kind: !now.includes(to) ? 'cancellation' : before.includes(to) ? 'update' : 'invitation',
      eventId: event.id,
      summary: typeof event.fields.plain.summary === 'string' ? event.fields.plain.summary : '',
      at: options.at,
    }));
}
