import { randomBytes } from 'node:crypto';
import type { MeetLinks } from './meet-links.ts';

/**
 * Where the two meet when there is no Google: one room that the operator named, a room of its own for each meeting on a Jitsi server, or
 * nothing, and people hear that the link follows.
 */
export function createFixedLinks(options: { link: string | null; jitsiBaseUrl: string | null }): MeetLinks {
  const { link, jitsiBaseUrl } = options;
  return {
    async agree({ meeting }) {
      const alive = ['scheduled', 'in-progress', 'completed'].includes(meeting.status);
      // A link that was given out stays, whatever the settings say by now.
      const room = meeting.meetingLink ?? link ?? (jitsiBaseUrl ? jitsiRoom(jitsiBaseUrl) : null);
      return { eventId: null, link: alive ? room : null, pending: false, roomOpen: null };
    },
  };
}

/** A Jitsi room is open to whoever knows its name, so the name is 128 random bits. */
function jitsiRoom(baseUrl: string): string {
  return `${baseUrl.replace(/\/+$/, '')}/confab-${randomBytes(16).toString('hex')}`;
}
