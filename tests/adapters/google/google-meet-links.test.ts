import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { eventIdFor } from '../../../src/adapters/google/event-id.ts';
import { createGoogleClients } from '../../../src/adapters/google/google-clients.ts';
import type { CalendarState, MeetLinks } from '../../../src/core/calendar/meet-links.ts';
import { type AdapterSetUp, BOT, factsOf, HOUR, setUpAdapter, TEN } from './google-adapter-setup.ts';

let setUp: AdapterSetUp;
let links: MeetLinks;

beforeEach(async () => {
  setUp = await setUpAdapter();
  links = setUp.newLinks();
});

afterEach(async () => {
  await setUp.google.close();
  expect(setUp.violations()).toEqual([]);
});

const nothing: CalendarState = { eventId: null, link: null, pending: false, roomOpen: null };
const { meeting } = factsOf();
const firstId = eventIdFor(meeting.id, 0);
const bodiesOf = (operation: string) =>
  setUp.journal.entries.filter(({ what }) => what === operation).map(({ body }) => body as Record<string, unknown>);

describe('a meeting that is scheduled', () => {
  it('gets one private event with a Meet room and no guests', async () => {
    const state = await links.agree(factsOf());

    expect(state).toEqual({
      eventId: firstId,
      link: expect.stringMatching(/^https:\/\/meet\.google\.com\//),
      pending: false,
      roomOpen: true,
    });
    const [event, ...more] = setUp.events();
    expect(more).toEqual([]);
    expect(event).toMatchObject({
      id: firstId,
      summary: 'Session: Grace with Ada',
      description: 'Reading other people’s code\n\nWhere do I &lt;b>start&lt;/b>?',
      visibility: 'private',
      reminders: { useDefault: false },
      extendedProperties: {
        private: { confabMeetingId: meeting.id, confabText: expect.any(String), confabStart: String(TEN) },
      },
      start: { timeZone: 'Europe/Berlin' },
    });
    expect(event).not.toHaveProperty('attendees');
    const { start, end } = event as { start: { dateTime: string }; end: { dateTime: string } };
    expect(Date.parse(start.dateTime)).toBe(TEN);
    expect(Date.parse(end.dateTime)).toBe(TEN + 0.75 * HOUR);
    expect(setUp.google.mails).toEqual([]);
    expect(setUp.calls()).toEqual(['events.insert', 'meet.spaces.get', 'meet.spaces.patch']);
    expect(bodiesOf('events.insert')[0]).toMatchObject({ conferenceDataVersion: '1', sendUpdates: 'none' });
  });

  it('is left alone when its event is right already', async () => {
    const { eventId } = await links.agree(factsOf());
    const before = setUp.calls().length;

    for (const status of ['scheduled', 'in-progress', 'completed'] as const) {
      const state = await links.agree(factsOf({ meetingId: eventId, status }));
      expect(state.link).toMatch(/^https:/);
    }
    expect(setUp.calls().slice(before)).toEqual(['events.get', 'events.get', 'events.get']);
  });

  it('has one event when the answer to the first insert was lost', async () => {
    setUp.google.fail('events.insert', 'lost-answer');

    const state = await links.agree(factsOf());

    expect(state).toMatchObject({ eventId: firstId, pending: false });
    expect(state.link).toMatch(/^https:/);
    expect(setUp.events()).toHaveLength(1);
    expect(setUp.calls().slice(0, 3)).toEqual(['events.insert', 'events.insert', 'events.get']);
  });

  it('has one event when the process died before it could write the event down', async () => {
    const first = await links.agree(factsOf());
    const second = await setUp.newLinks().agree(factsOf());

    expect(second).toEqual(first);
    expect(setUp.events()).toHaveLength(1);
  });

  it('has one event when two processes ask at once', async () => {
    const states = await Promise.all([links.agree(factsOf()), setUp.newLinks().agree(factsOf())]);

    expect(states[0]).toEqual(states[1]);
    expect(setUp.events()).toHaveLength(1);
  });

  it('gets a new event when a person deleted the old one', async () => {
    const first = await links.agree(factsOf());
    await setUp.google.deleteEvent(BOT, firstId);

    const second = await links.agree(factsOf({ meetingId: first.eventId }));

    expect(second.eventId).toBe(eventIdFor(meeting.id, 1));
    expect(second.link).not.toBe(first.link);
    expect(setUp.events()).toHaveLength(1);
  });

  it('gets a new event when the old one was deleted before it could be written down', async () => {
    await links.agree(factsOf());
    await setUp.google.deleteEvent(BOT, firstId);

    const state = await setUp.newLinks().agree(factsOf());

    expect(state.eventId).toBe(eventIdFor(meeting.id, 1));
  });

  it('gives up when its event is deleted again and again', async () => {
    for (let generation = 0; generation < 10; generation += 1) {
      await setUp.google.addEvent(BOT, {
        id: eventIdFor(meeting.id, generation),
        start: { dateTime: '2027-03-02T09:00:00Z' },
        end: { dateTime: '2027-03-02T10:00:00Z' },
      });
      await setUp.google.deleteEvent(BOT, eventIdFor(meeting.id, generation));
    }
    await expect(links.agree(factsOf())).rejects.toMatchObject({ code: 'refused' });
  });

  it('does not take an event for its own that belongs to something else', async () => {
    await setUp.google.addEvent(BOT, {
      id: firstId,
      start: { dateTime: '2027-03-02T09:00:00Z' },
      end: { dateTime: '2027-03-02T10:00:00Z' },
    });
    await expect(links.agree(factsOf())).rejects.toMatchObject({ code: 'refused' });
  });
});

describe('a meeting that is moved', () => {
  it('keeps its event and its link', async () => {
    const before = await links.agree(factsOf());
    const after = await links.agree(factsOf({ meetingId: before.eventId, scheduledAt: TEN + 24 * HOUR, duration: 60 }));

    expect(after).toEqual(before);
    const [event] = setUp.events() as { start: { dateTime: string }; end: { dateTime: string } }[];
    expect(Date.parse(event!.start.dateTime)).toBe(TEN + 24 * HOUR);
    expect(Date.parse(event!.end.dateTime)).toBe(TEN + 25 * HOUR);
    const [patch] = bodiesOf('events.patch');
    expect(Object.keys(patch!.requestBody as object)).toEqual(['start', 'end', 'extendedProperties']);
    expect(patch).toMatchObject({ conferenceDataVersion: '1', sendUpdates: 'none', ifMatch: expect.any(String) });
  });

  it('goes back to its own time when a person moved the event', async () => {
    const { eventId } = await links.agree(factsOf());
    await setUp.google.moveEvent(BOT, firstId, {
      start: { dateTime: '2027-03-09T09:00:00Z' },
      end: { dateTime: '2027-03-09T10:00:00Z' },
    });
    await links.agree(factsOf({ meetingId: eventId }));

    const [event] = setUp.events() as { start: { dateTime: string } }[];
    expect(Date.parse(event!.start.dateTime)).toBe(TEN);
  });

  it('changes the title alone when a name changed, and leaves the notes that people wrote', async () => {
    const { eventId } = await links.agree(factsOf());
    await links.agree({ ...factsOf({ meetingId: eventId }), mentorName: 'Ada L.' });

    expect(bodiesOf('events.patch').map(({ requestBody }) => requestBody)).toEqual([
      { summary: 'Session: Grace with Ada L.' },
    ]);
  });

  it('gets its new words when these were edited, once', async () => {
    const { eventId } = await links.agree(factsOf());
    const edited = factsOf({ meetingId: eventId, subject: 'Another subject', description: '' });
    await links.agree(edited);
    await links.agree(edited);

    expect(bodiesOf('events.patch')).toHaveLength(1);
    expect(setUp.events()).toMatchObject([
      { description: 'Another subject', extendedProperties: { private: { confabMeetingId: meeting.id } } },
    ]);
    await links.agree(factsOf({ meetingId: eventId }));
    expect(setUp.events()).toMatchObject([{ description: expect.stringContaining('Reading other people') }]);
  });

  it('leaves a description that a person wrote into, also when the words were edited', async () => {
    const { eventId } = await links.agree(factsOf());
    const requestBody = { description: 'My own notes' };
    await createGoogleClients(setUp.settings).calendar.events.patch({
      calendarId: 'primary',
      eventId: firstId,
      requestBody,
    });
    await links.agree(factsOf({ meetingId: eventId, subject: 'Another subject' }));

    expect(bodiesOf('events.patch')).toHaveLength(1);
    expect(setUp.events()).toMatchObject([{ description: 'My own notes' }]);
  });

  it('looks again when somebody wrote to the event in between', async () => {
    const { eventId } = await links.agree(factsOf());
    setUp.google.fail('events.patch', { status: 412, body: { error: { code: 412, message: 'Precondition Failed' } } });

    await links.agree(factsOf({ meetingId: eventId, scheduledAt: TEN + HOUR }));

    expect(setUp.calls().slice(-4)).toEqual(['events.get', 'events.patch', 'events.get', 'events.patch']);
    const [event] = setUp.events() as { start: { dateTime: string } }[];
    expect(Date.parse(event!.start.dateTime)).toBe(TEN + HOUR);
  });

  it('is asked to wait when the event changes all the time', async () => {
    const { eventId } = await links.agree(factsOf());
    setUp.google.fail(
      'events.patch',
      { status: 412, body: { error: { code: 412, message: 'Precondition Failed' } } },
      2,
    );

    await expect(links.agree(factsOf({ meetingId: eventId, scheduledAt: TEN + HOUR }))).rejects.toMatchObject({
      code: 'unavailable',
    });
  });

  it('finds its own change when the answer to it was lost', async () => {
    const { eventId } = await links.agree(factsOf());
    setUp.google.fail('events.patch', 'lost-answer');

    await links.agree(factsOf({ meetingId: eventId, scheduledAt: TEN + HOUR }));

    expect(setUp.calls().slice(-4)).toEqual(['events.get', 'events.patch', 'events.patch', 'events.get']);
  });
});

describe('a meeting that is off', () => {
  it.each(['cancelled', 'declined', 'expired', 'requested'] as const)('has no event when %s', async (status) => {
    const { eventId } = await links.agree(factsOf());

    expect(await links.agree(factsOf({ meetingId: eventId, status }))).toEqual(nothing);
    expect(setUp.events()).toEqual([]);
  });

  it('may be cancelled twice', async () => {
    const { eventId } = await links.agree(factsOf());
    await links.agree(factsOf({ meetingId: eventId, status: 'cancelled' }));

    expect(await links.agree(factsOf({ meetingId: eventId, status: 'cancelled' }))).toEqual(nothing);
    expect(await links.agree(factsOf({ status: 'cancelled' }))).toEqual(nothing);
  });

  it('costs one look when there never was an event', async () => {
    expect(await links.agree(factsOf({ status: 'declined' }))).toEqual(nothing);
    expect(setUp.calls()).toEqual(['events.delete']);
  });

  it('leaves no event behind when the cancellation overtook the event being written down', async () => {
    setUp.google.fail('events.insert', 'lost-answer');
    setUp.google.fail('events.insert', 'serviceUnavailable', 2);
    await expect(links.agree(factsOf())).rejects.toMatchObject({ code: 'unavailable' });
    expect(setUp.events()).toHaveLength(1);

    await links.agree(factsOf({ status: 'cancelled' }));
    expect(setUp.events()).toEqual([]);
  });

  it('loses an event of a later generation too, which nobody wrote down', async () => {
    const first = await links.agree(factsOf());
    await setUp.google.deleteEvent(BOT, firstId);
    await links.agree(factsOf({ meetingId: first.eventId }));

    await links.agree(factsOf({ meetingId: first.eventId, status: 'cancelled' }));
    expect(setUp.events()).toEqual([]);
  });

  it('loses its event also when Google has forgotten the earlier ones', async () => {
    const times = { start: { dateTime: '2027-03-02T09:00:00Z' }, end: { dateTime: '2027-03-02T10:00:00Z' } };
    await setUp.google.addEvent(BOT, { id: eventIdFor(meeting.id, 1), ...times });

    await links.agree(factsOf({ meetingId: eventIdFor(meeting.id, 1), status: 'cancelled' }));
    expect(setUp.events()).toEqual([]);
  });

  it('counts as off when the answer to the deletion was lost', async () => {
    const { eventId } = await links.agree(factsOf());
    setUp.google.fail('events.delete', 'lost-answer');

    expect(await links.agree(factsOf({ meetingId: eventId, status: 'cancelled' }))).toEqual(nothing);
    expect(setUp.events()).toEqual([]);
  });
});
