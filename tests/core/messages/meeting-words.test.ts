import { describe, expect, it } from 'vitest';
import type { NoticeKind } from '#core/effects/effect.ts';
import { type Meeting, type Side, statuses } from '#core/meetings/meeting.ts';
import type { MeetingView } from '#core/meetings/meetings.ts';
import { asked, cancelled, confirmCancel, explained, moved, wayIn } from '#core/messages/booking-words.ts';
import { homePage, sessionList } from '#core/messages/list-words.ts';
import { announcement, meetingCard } from '#core/messages/meeting-words.ts';
import type { Person } from '#core/people/person.ts';
import { hour } from '#core/time/clock.ts';
import { aMentorProfile, aPerson, aProgram, leo, maya, NOW } from '../../builders.ts';
import { learner, meetingThatIs, mentor } from '../meetings/facts.ts';
import { labelsOf, readAloud } from './read-aloud.ts';

const sides: Side[] = ['mentor', 'learner'];
const kinds = Object.keys({
  request: 0,
  accepted: 0,
  declined: 0,
  explained: 0,
  rescheduled: 0,
  cancelled: 0,
  expired: 0,
  reminder: 0,
  'follow-up': 0,
  unreached: 0,
  'no-link': 0,
  'room-closed': 0,
  'google-lost': 0,
  'calendar-moved': 0,
  'calendar-back': 0,
  'calendar-gone': 0,
  'calendar-declined': 0,
  'calendar-lost': 0,
  'google-connected': 0,
} satisfies Record<NoticeKind, 0>) as NoticeKind[];

const link = 'https://meet.example/abc-defg-hij';

function viewOf(meeting: Meeting, people: { mentor?: Person; learner?: Person } = {}): MeetingView {
  return { meeting, mentor, learner, program: aProgram(), ...people };
}

/** The same status with and without everything that may be there. */
const variants: Partial<Meeting>[] = [
  {},
  { meetingLink: link, meetingId: 'event' },
  { linkGivenUp: true },
  { description: '', reason: 'I am away until January.\nSorry!' },
  { scheduledAt: meetingThatIs('scheduled').scheduledAt + 12 * hour },
  { unreached: [{ personId: maya, platform: 'Discord' }] },
  {
    unreached: [
      { personId: leo, platform: 'Discord' },
      { personId: leo, platform: 'Slack' },
    ],
  },
];

const views = statuses.flatMap((status) => variants.map((variant) => viewOf(meetingThatIs(status, variant))));

describe('a card about a meeting', () => {
  it('can be said aloud in every status, to both sides, whatever notice made it and however old that is', () => {
    let cards = 0;
    for (const view of views) {
      for (const side of sides) {
        readAloud(meetingCard(view, side, null));
        for (const kind of kinds) {
          for (const version of [view.meeting.version, view.meeting.version - 1]) {
            const card = meetingCard(view, side, { kind, version, ...(kind === 'reminder' ? { minutes: 10 } : {}) });
            const text = readAloud(card);
            const other = side === 'mentor' ? 'Leo' : 'Maya';
            expect(text).not.toContain(side === 'mentor' ? 'Maya' : 'Leo');
            // One withdrawn or run out needs no name.
            if (!/request (ended|was withdrawn)/.test(text)) expect(text).toContain(other);
            cards += 1;
          }
        }
      }
    }
    expect(cards).toBe(statuses.length * variants.length * 2 * kinds.length * 2);
  });

  it('says when and what about in every status, in the zone of the reader', () => {
    for (const view of views) {
      const text = readAloud(meetingCard(view, 'learner', null));
      expect(text).toMatch(/When: Wed 2 Dec 2026, \d\d:00 \(Europe\/Berlin\), 30 minutes/);
      expect(text).toContain('Subject: Recursion');
    }
  });

  it.each<[string, Partial<Meeting>, Side, string, string]>([
    ['requested', {}, 'mentor', 'Leo asks you for a session.', 'Accept, Decline'],
    ['requested', {}, 'learner', 'You asked Maya for a session.', 'Reschedule, Cancel'],
    ['scheduled', {}, 'mentor', 'Your session with Leo is booked.', 'Join, Reschedule, Cancel, Add to calendar'],
    ['scheduled', {}, 'learner', 'Your session with Maya is booked.', 'Join, Reschedule, Cancel, Add to calendar'],
    ['in-progress', {}, 'mentor', 'Your session with Leo is on now.', 'Join'],
    ['completed', {}, 'mentor', 'Your session with Leo is over.', ''],
    ['completed', {}, 'learner', 'Your session with Maya is over.', 'Book another time, Other mentors'],
    ['declined', {}, 'mentor', 'You declined the session Leo asked for.', 'Say why'],
    ['declined', { reason: 'Away.' }, 'mentor', 'You declined the session Leo asked for.', ''],
    ['declined', {}, 'learner', 'Maya cannot take the session you asked for.', 'Book another time, Other mentors'],
    ['expired', {}, 'mentor', 'The request ended without an answer. Nothing is booked.', ''],
    [
      'expired',
      {},
      'learner',
      'The request ended without an answer. Nothing is booked.',
      'Book another time, Other mentors',
    ],
    ['cancelled', {}, 'mentor', 'The request was withdrawn. Nothing is booked.', ''],
    [
      'cancelled',
      { history: [{ at: NOW, by: maya, what: 'accept' }] },
      'learner',
      'Your session with Maya was cancelled.',
      'Book another time, Other mentors',
    ],
  ])('%s %j tells the %s: %s', (status, overrides, side, headline, labels) => {
    const card = meetingCard(viewOf(meetingThatIs(status as Meeting['status'], overrides)), side, null);
    expect(readAloud(card).split('\n')[0]).toBe(headline);
    expect(labelsOf(card)).toBe(labels);
  });

  it.each<[NoticeKind, Meeting['status'], Side, string]>([
    ['request', 'requested', 'mentor', 'Leo asks you for a session.'],
    ['accepted', 'scheduled', 'learner', 'Maya accepted. Your session is booked.'],
    ['declined', 'declined', 'learner', 'Maya cannot take the session you asked for.'],
    ['explained', 'declined', 'learner', 'Maya told you why the session you asked for did not suit.'],
    ['rescheduled', 'scheduled', 'mentor', 'Leo moved your session to Wed 2 Dec 2026, 11:00 (Europe/Berlin).'],
    ['expired', 'expired', 'learner', 'Maya did not answer in time, so the request has ended. Nothing is booked.'],
    ['reminder', 'scheduled', 'mentor', 'Your session with Leo starts Wed 2 Dec 2026, 11:00 (Europe/Berlin).'],
    ['follow-up', 'completed', 'learner', 'Your session with Maya is over. We hope it helped.'],
    ['follow-up', 'completed', 'mentor', 'Your session with Leo is over. Thank you for your time.'],
    [
      'unreached',
      'scheduled',
      'learner',
      'We could not reach Maya about your session. Please tell them yourself if you can.',
    ],
  ])('opens with the notice "%s" while that holds', (kind, status, side, headline) => {
    const view = viewOf(meetingThatIs(status));
    expect(readAloud(meetingCard(view, side, { kind, version: view.meeting.version })).split('\n')[0]).toBe(headline);
  });

  it('says that a booked session was cancelled, and that a request was withdrawn', () => {
    const booked = meetingThatIs('cancelled', { history: [{ at: NOW, by: maya, what: 'accept' }] });
    const notice = { kind: 'cancelled', version: 2 } as const;
    expect(readAloud(meetingCard(viewOf(booked), 'mentor', notice))).toContain(
      'Leo cancelled your session of Wed 2 Dec 2026, 11:00 (Europe/Berlin).',
    );
    expect(readAloud(meetingCard(viewOf(meetingThatIs('cancelled')), 'mentor', notice))).toContain(
      'Leo no longer asks you for a session on Wed 2 Dec 2026, 11:00 (Europe/Berlin).',
    );
  });

  it('stops saying what no longer holds', () => {
    const first = (kind: NoticeKind, status: Meeting['status'], version: number) =>
      readAloud(meetingCard(viewOf(meetingThatIs(status)), 'learner', { kind, version })).split('\n')[0];
    expect(first('reminder', 'scheduled', 1)).toBe('Your session with Maya is booked.');
    expect(first('rescheduled', 'scheduled', 1)).toBe('Your session with Maya is booked.');
    expect(first('accepted', 'in-progress', 2)).toBe('Your session with Maya is on now.');
    expect(first('reminder', 'completed', 2)).toBe('Your session with Maya is over.');
  });

  it('offers another time or a cancel under a move, until there is a newer change', () => {
    const text = (version: number) =>
      readAloud(meetingCard(viewOf(meetingThatIs('scheduled')), 'learner', { kind: 'rescheduled', version }));
    expect(text(2)).toContain('If that does not suit you, choose another time or cancel.');
    expect(text(1)).not.toContain('If that does not suit you');
  });

  it('shows the link, or that it will follow, or who sends it', () => {
    const where = (overrides: Partial<Meeting>, side: Side = 'learner', status: Meeting['status'] = 'scheduled') =>
      readAloud(meetingCard(viewOf(meetingThatIs(status, overrides)), side, null));
    for (const side of sides) {
      expect(where({ meetingLink: link }, side)).toContain(`Where: ${link}`);
      expect(where({}, side)).toContain('Where: The link will follow here.');
      // A link that was sent to us after all is worth more than that it was given up.
      expect(where({ meetingLink: link, linkGivenUp: true }, side)).toContain(`Where: ${link}`);
      for (const status of ['requested', 'cancelled', 'completed'] as const)
        expect(where({ meetingLink: link, linkGivenUp: true }, side, status)).not.toContain('Where:');
    }
    expect(where({ linkGivenUp: true }, 'mentor')).toContain('Where: No link: please send Leo one.');
    expect(where({ linkGivenUp: true }, 'learner')).toContain('Where: The link will follow: Maya sends it.');
  });

  it('asks the mentor for a link while there is none and the session is still to be held', () => {
    const first = (status: Meeting['status'], overrides: Partial<Meeting>) => {
      const card = meetingCard(viewOf(meetingThatIs(status, overrides)), 'mentor', { kind: 'no-link', version: 2 });
      return readAloud(card).split('\n')[0];
    };
    const asks = 'Your session with Leo has no link. Please send Leo one in time.';
    expect(first('scheduled', { linkGivenUp: true })).toBe(asks);
    expect(first('in-progress', { linkGivenUp: true })).toBe(asks);
    expect(first('scheduled', { meetingLink: link })).toBe('Your session with Leo is booked.');
    expect(first('completed', { linkGivenUp: true })).toBe('Your session with Leo is over.');
    const booked = { history: [{ at: NOW, by: maya, what: 'accept' as const }] };
    expect(first('cancelled', { linkGivenUp: true, ...booked })).toBe('Your session with Leo was cancelled.');
  });

  it('leaves the long words out of reminders, which stand beside the card that has them', () => {
    const view = viewOf(meetingThatIs('scheduled'));
    const reminder = meetingCard(view, 'learner', { kind: 'reminder', version: 2, minutes: 10 });
    expect(readAloud(reminder)).toContain('Subject: Recursion');
    expect(readAloud(reminder)).not.toContain('It never ends.');
    expect(readAloud(meetingCard(view, 'learner', { kind: 'accepted', version: 2 }))).toContain('It never ends.');
  });

  it('tells the mentor that a request is outside the hours, and by when to answer', () => {
    const late = viewOf(meetingThatIs('requested', { scheduledAt: NOW + 36 * hour }));
    expect(readAloud(meetingCard(late, 'mentor', null))).toContain('This is outside the hours you offer.');
    expect(readAloud(meetingCard(late, 'learner', null))).not.toContain('outside');
    const inside = readAloud(meetingCard(viewOf(meetingThatIs('requested')), 'mentor', null));
    expect(inside).not.toContain('outside');
    expect(inside).toContain('Answer by: Wed 2 Dec 2026, 10:00 (Europe/Berlin)');
  });

  it("shows the mentor's words to both", () => {
    const view = viewOf(meetingThatIs('declined', { reason: 'I am away.\nSorry!' }));
    expect(readAloud(meetingCard(view, 'learner', null))).toContain('They wrote:\n    I am away.\n    Sorry!');
    expect(readAloud(meetingCard(view, 'mentor', null))).toContain('You wrote:\n    I am away.\n    Sorry!');
  });

  it('says to the other side only who could not be reached', () => {
    const view = viewOf(meetingThatIs('requested', { unreached: [{ personId: maya, platform: 'Slack' }] }));
    expect(readAloud(meetingCard(view, 'learner', null))).toContain('We could not reach Maya on Slack.');
    expect(readAloud(meetingCard(view, 'mentor', null))).not.toContain('could not reach');
  });
});

describe('an announcement', () => {
  const secrets: Partial<Meeting> = {
    subject: 'SECRET subject',
    description: 'SECRET description',
    reason: 'SECRET reason',
    meetingLink: 'https://meet.example/SECRET',
    meetingId: 'SECRET',
    unreached: [{ personId: leo, platform: 'SECRET' }],
  };

  it('never has subject, description, reason or link', () => {
    for (const status of statuses) {
      for (const variant of [...variants, secrets]) {
        const message = announcement(viewOf(meetingThatIs(status, { ...variant, ...secrets })));
        expect(JSON.stringify(message)).not.toContain('SECRET');
        if (message) {
          readAloud(message);
          expect(labelsOf(message)).toBe('');
        }
      }
    }
  });

  it('is made of what is booked, on, done or cancelled, never of what is asked', () => {
    const said = statuses.map((status) => {
      const message = announcement(viewOf(meetingThatIs(status)));
      return message && readAloud(message);
    });
    const about = 'Leo with Maya, Wed 2 Dec 2026, 11:00 (Europe/Berlin)';
    expect(said).toEqual([
      null,
      `Session booked: ${about}, 30 minutes.`,
      `Session starting: ${about}, 30 minutes.`,
      `Session done: ${about}, 30 minutes.`,
      `Session cancelled: ${about}, 30 minutes.`,
      null,
      null,
    ]);
  });
});

describe('what is said about a meeting in private', () => {
  it('can be said aloud for every meeting and both sides', () => {
    for (const view of views) {
      readAloud(asked(view));
      readAloud(explained(view));
      for (const side of sides)
        for (const words of [moved, cancelled, confirmCancel, wayIn]) readAloud(words(view, side));
    }
  });

  it('tells the learner what happens next, and by when', () => {
    expect(readAloud(asked(viewOf(meetingThatIs('requested'))))).toBe(
      [
        'You asked Maya for Wed 2 Dec 2026, 11:00 (Europe/Berlin), 30 minutes.',
        '',
        'Maya has been asked, and the time is held for you until Wed 2 Dec 2026, 10:00 (Europe/Berlin) at the latest. You will hear from us as soon as there is an answer.',
      ].join('\n'),
    );
    const outside = asked(viewOf(meetingThatIs('requested', { scheduledAt: NOW + 36 * hour })));
    expect(readAloud(outside)).toContain('outside the hours Maya offers, Mon-Fri 09:00-17:00 (Europe/Berlin), so');
    const holidays = [{ from: '2026-12-01', to: '2026-12-04', windows: [] }];
    const mentor = aPerson({ mentor: aMentorProfile({ exceptions: holidays }) });
    expect(readAloud(asked({ ...viewOf(meetingThatIs('requested')), mentor }))).toContain(
      'outside the hours Maya offers, 2026-12-01 to 2026-12-04 off (Europe/Berlin), so a no is more likely.',
    );
  });

  it('gives the way in, or says that it follows, or who sends it', () => {
    const says = (side: Side, overrides: Partial<Meeting>) =>
      readAloud(wayIn(viewOf(meetingThatIs('scheduled', overrides)), side));
    for (const side of sides) {
      expect(says(side, { meetingLink: link })).toBe(`Here is the way in: ${link}`);
      expect(says(side, {})).toBe(
        'There is no link yet. It appears in the message about this session as soon as there is one.',
      );
    }
    expect(says('mentor', { linkGivenUp: true })).toBe('There is no link for this session. Please send Leo one.');
    expect(says('learner', { linkGivenUp: true })).toBe('There is no link here. Maya sends you one.');
  });
});

describe('a list of sessions', () => {
  it('can be said aloud, with what each person can do', () => {
    for (const side of sides) {
      const person = side === 'mentor' ? mentor : learner;
      const live = views.filter(({ meeting }) => ['requested', 'scheduled', 'in-progress'].includes(meeting.status));
      const text = readAloud(sessionList(live, person, { first: true, next: 'next' }));
      expect(text).toContain('1. Wed 2 Dec 2026, 11:00 (Europe/Berlin), 30 minutes, with');
      expect(text).toContain('waiting for an answer.');
      readAloud(homePage(live, person, false));
    }
  });

  it('says what to do when there is nothing', () => {
    expect(readAloud(sessionList([], learner, { first: true, next: null }))).toBe(
      'You have no sessions ahead. /book finds you a mentor.',
    );
    const past = sessionList([], learner, { first: false, next: null });
    expect(readAloud(past)).toBe('There are no more sessions.');
    expect(labelsOf(past)).toBe('Back to the first');
    expect(labelsOf(homePage([], learner, false))).toBe('Book a session');
    readAloud(homePage([], learner, false));
  });

  it('says on the home page when there are more', () => {
    const page = (more: boolean) => homePage(views.slice(0, 2), learner, more);
    expect(readAloud(page(true))).toContain('There are more: /meetings shows them all.');
    expect(readAloud(page(false))).not.toContain('There are more');
    expect(labelsOf(page(true))).toBe(labelsOf(page(false)));
  });

  it('shows the link of what is booked', () => {
    const views = [viewOf(meetingThatIs('scheduled', { meetingLink: link }))];
    expect(readAloud(sessionList(views, learner, { first: true, next: null }))).toContain(`Where: ${link}`);
  });

  it('names people who have no profile any more', () => {
    const gone = viewOf(meetingThatIs('requested'), { mentor: aPerson({ mentor: null }) });
    readAloud(sessionList([gone], learner, { first: true, next: null }));
    readAloud(asked(gone));
    expect(readAloud(meetingCard(gone, 'mentor', null))).not.toContain('outside');
  });
});
