import { describe, expect, it } from 'vitest';
import { createFixedLinks } from '#core/calendar/fixed-links.ts';
import type { Meeting, Status } from '#core/meetings/meeting.ts';
import { meetingThatIs } from '../meetings/facts.ts';

const room = 'https://rooms.example/one';

function agree(
  settings: Parameters<typeof createFixedLinks>[0],
  status: Status = 'scheduled',
  overrides: Partial<Meeting> = {},
) {
  const meeting = meetingThatIs(status, overrides);
  return createFixedLinks(settings).agree({
    meeting,
    mentorIds: [meeting.mentorId],
    mentorName: 'Maya',
    learnerName: 'Leo',
    zone: 'Europe/Berlin',
  });
}

describe('meeting without Google', () => {
  it('is in the room that was named', async () => {
    expect(await agree({ link: room, jitsiBaseUrl: null })).toEqual({
      eventId: null,
      link: room,
      pending: false,
      roomOpen: null,
    });
  });

  it('is in a Jitsi room of its own that nobody can guess', async () => {
    const settings = { link: null, jitsiBaseUrl: 'https://jitsi.example/base//' };
    const [one, other] = await Promise.all([agree(settings), agree(settings)]);
    expect(one.link).toMatch(/^https:\/\/jitsi\.example\/base\/confab-[0-9a-f]{32}$/);
    expect(other.link).not.toBe(one.link);
  });

  it('is where the two say, when nothing is set', async () => {
    expect(await agree({ link: null, jitsiBaseUrl: null })).toMatchObject({ link: null, pending: false });
  });

  it('stays where it is, also after a move, and whatever the settings say by now', async () => {
    const given = { meetingLink: 'https://jitsi.example/confab-1' };
    for (const settings of [
      { link: null, jitsiBaseUrl: 'https://jitsi.example' },
      { link: room, jitsiBaseUrl: null },
      { link: null, jitsiBaseUrl: null },
    ])
      for (const status of ['scheduled', 'in-progress', 'completed'] as const)
        expect((await agree(settings, status, given)).link).toBe(given.meetingLink);
  });

  it('is nowhere for a session that does not take place', async () => {
    for (const status of ['requested', 'cancelled', 'declined', 'expired'] as const)
      expect((await agree({ link: room, jitsiBaseUrl: null }, status, { meetingLink: room })).link).toBeNull();
  });
});
