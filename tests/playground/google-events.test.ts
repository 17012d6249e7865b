import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LEARNER, MENTOR, refusal, sessionTimes, setUpGoogle } from './google-setup.ts';

let playground: Awaited<ReturnType<typeof setUpGoogle>>;
let number = 0;
const newId = () => `confab${String(++number).padStart(6, '0')}`;

beforeAll(async () => {
  playground = await setUpGoogle();
});
afterAll(() => playground.google.close());

async function book(more: object = {}) {
  const calendar = playground.calendarOf(MENTOR);
  const id = newId();
  const requestBody = { id, summary: 'Session', attendees: [{ email: LEARNER }], ...sessionTimes(), ...more };
  const { data } = await calendar.events.insert({ calendarId: 'primary', sendUpdates: 'all', requestBody });
  return { calendar, id, data };
}

describe('events.insert', () => {
  it('answers with the event in the zone of the calendar', async () => {
    const start = { dateTime: '2031-01-10T10:00:00Z', timeZone: 'Europe/London' };
    const end = { dateTime: '2031-01-10T11:00:00Z', timeZone: 'Europe/London' };
    const { data } = await book({ start, end });
    expect(data.start).toEqual({ dateTime: '2031-01-10T11:00:00+01:00', timeZone: 'Europe/London' });
    expect(data).toMatchObject({
      status: 'confirmed',
      sequence: 0,
      organizer: { email: MENTOR, self: true },
      attendees: [{ email: LEARNER, responseStatus: 'needsAction' }],
    });
  });

  it('burns an id for ever, even one that was deleted', async () => {
    const { calendar, id } = await book();
    const again = () => calendar.events.insert({ calendarId: 'primary', requestBody: { id, ...sessionTimes() } });
    expect(await refusal(again())).toBe('409 duplicate');
    await calendar.events.delete({ calendarId: 'primary', eventId: id });
    expect(await refusal(again())).toBe('409 duplicate');
  });

  it.each([
    ['an id with letters after v', { id: 'wxyz0' }, '400 invalid'],
    ['an id with a dash', { id: 'abc-def' }, '400 invalid'],
    ['an id of four characters', { id: 'abcd' }, '400 invalid'],
    ['no end', { end: null }, '400 required'],
    ['an end before the start', { end: { dateTime: '2001-01-01T00:00:00Z' } }, '400 timeRangeEmpty'],
    ['a time without zone or offset', { start: { dateTime: '2031-01-01T10:00:00' } }, '400 required'],
    ['a zone that is none', { start: { dateTime: '2031-01-01T10:00:00Z', timeZone: '+01:00' } }, '400 invalid'],
    ['a day and a time', { start: { date: '2031-01-01' } }, '400 invalid'],
    ['a guest without an address', { attendees: [{ displayName: 'Ann' }] }, '400 invalid'],
    ['six reminders', { reminders: { overrides: Array(6).fill({ method: 'popup', minutes: 5 }) } }, '400 invalid'],
    [
      'default reminders and others',
      { reminders: { useDefault: true, overrides: [{ method: 'popup', minutes: 5 }] } },
      '400 cannotUseDefaultRemindersAndSpecifyOverride',
    ],
  ])('refuses %s', async (_, more, expected) => {
    expect(await refusal(book(more))).toBe(expected);
  });

  it('puts the event on the guest calendar, without what is private to the organiser', async () => {
    const { id } = await book({ extendedProperties: { private: { meeting: 'm1' }, shared: { topic: 't' } } });
    const seen = playground.google.event(LEARNER, id);
    expect(seen).toMatchObject({ id, organizer: { email: MENTOR }, extendedProperties: { shared: { topic: 't' } } });
    expect(seen.extendedProperties).not.toHaveProperty('private');
    expect(seen.start).toMatchObject({ dateTime: expect.stringMatching(/\+05:30$/) });
  });
});

describe('events.patch and events.update', () => {
  it('keeps what a patch does not name, raises the sequence with the time, and changes the etag', async () => {
    const { calendar, id, data } = await book({ description: 'About hiring' });
    const requestBody = sessionTimes(2);
    const patched = await calendar.events.patch({ calendarId: 'primary', eventId: id, requestBody });
    expect(patched.data).toMatchObject({ summary: 'Session', description: 'About hiring', sequence: 1 });
    expect(patched.data.attendees).toHaveLength(1);
    expect(patched.data.etag).not.toBe(data.etag);
  });

  it('refuses a write that is based on an older etag', async () => {
    const { calendar, id, data } = await book();
    const patch = (etag: string) =>
      calendar.events.patch(
        { calendarId: 'primary', eventId: id, requestBody: { summary: 'New' } },
        { headers: { 'If-Match': etag } },
      );
    const { data: next } = await patch(data.etag!);
    expect(await refusal(patch(data.etag!))).toBe('412 conditionNotMet');
    expect(
      await refusal(
        calendar.events.delete({ calendarId: 'primary', eventId: id }, { headers: { 'If-Match': data.etag! } }),
      ),
    ).toBe('412 conditionNotMet');
    expect((await patch(next.etag!)).status).toBe(200);
  });

  it('replaces the whole event on update', async () => {
    const { calendar, id } = await book({ description: 'About hiring' });
    const requestBody = { summary: 'Only this', ...sessionTimes() };
    const { data } = await calendar.events.update({ calendarId: 'primary', eventId: id, requestBody });
    expect(data.description).toBeUndefined();
    expect(data.attendees).toBeUndefined();
    expect(
      await refusal(calendar.events.update({ calendarId: 'primary', eventId: id, requestBody: { summary: 'x' } })),
    ).toBe('400 required');
  });

  it('refuses a sequence below its own', async () => {
    const { calendar, id } = await book();
    await calendar.events.patch({ calendarId: 'primary', eventId: id, requestBody: sessionTimes(1) });
    const late = calendar.events.patch({ calendarId: 'primary', eventId: id, requestBody: { sequence: 0 } });
    expect(await refusal(late)).toBe('400 invalid');
  });

  it('lets a guest change their answer and nothing that is shared', async () => {
    const { id } = await book();
    const guest = playground.calendarOf(LEARNER);
    const change = (requestBody: object) => guest.events.patch({ calendarId: 'primary', eventId: id, requestBody });
    expect(await refusal(change({ summary: 'Mine' }))).toBe('403 forbiddenForNonOrganizer');
    await change({ attendees: [{ email: LEARNER, responseStatus: 'accepted' }] });
    expect(playground.google.event(MENTOR, id).attendees).toMatchObject([{ responseStatus: 'accepted' }]);
  });
});

describe('events.delete and events.get', () => {
  it('deletes once; the event can still be read as cancelled', async () => {
    const { calendar, id } = await book();
    const remove = () => calendar.events.delete({ calendarId: 'primary', eventId: id, sendUpdates: 'all' });
    expect((await remove()).status).toBe(204);
    expect(await refusal(remove())).toBe('410 deleted');
    const { data } = await calendar.events.get({ calendarId: 'primary', eventId: id });
    expect(data.status).toBe('cancelled');
    expect(await refusal(calendar.events.patch({ calendarId: 'primary', eventId: id, requestBody: {} }))).toBe(
      '403 forbidden',
    );
    expect(playground.google.event(LEARNER, id).status).toBe('cancelled');
  });

  it('knows no other events', async () => {
    const calendar = playground.calendarOf(MENTOR);
    expect(await refusal(calendar.events.get({ calendarId: 'primary', eventId: 'unknown1' }))).toBe('404 notFound');
    expect(await refusal(calendar.events.delete({ calendarId: 'primary', eventId: 'unknown1' }))).toBe('404 notFound');
    expect(await refusal(calendar.events.list({ calendarId: LEARNER }))).toBe('404 notFound');
  });
});

describe('mails', () => {
  it('go to guests as sendUpdates says', async () => {
    const since = playground.google.mails.length;
    const { calendar, id } = await book({ attendees: [{ email: LEARNER }, { email: 'someone@example.org' }] });
    const change = { calendarId: 'primary', eventId: id, requestBody: sessionTimes(3) };
    await calendar.events.patch({ ...change, sendUpdates: 'externalOnly' });
    await calendar.events.patch({ ...change, sendUpdates: 'none' });
    await calendar.events.delete({ calendarId: 'primary', eventId: id, sendUpdates: 'all' });
    const sent = playground.google.mails.slice(since).map(({ to, kind }) => `${kind} ${to}`);
    expect(sent).toEqual([
      `invitation ${LEARNER}`,
      'invitation someone@example.org',
      'update someone@example.org',
      `cancellation ${LEARNER}`,
      'cancellation someone@example.org',
    ]);
  });
});

describe('a person at their calendar', () => {
  it('moves, declines and deletes', async () => {
    const { google } = playground;
    const { id } = await book();
    await google.moveEvent(MENTOR, id, sessionTimes(4));
    expect(google.event(LEARNER, id)).toMatchObject({ sequence: 1 });
    await google.declineEvent(LEARNER, id);
    expect(google.event(MENTOR, id).attendees).toMatchObject([{ responseStatus: 'declined' }]);
    await expect(google.moveEvent(LEARNER, id, sessionTimes(5))).rejects.toThrow('organizer');
    await google.deleteEvent(LEARNER, id);
    expect(google.event(LEARNER, id).status).toBe('cancelled');
    expect(google.event(MENTOR, id).status).toBe('confirmed');
    await google.deleteEvent(MENTOR, id);
    expect(google.event(MENTOR, id).status).toBe('cancelled');
  });

  it('keeps a series at the same wall-clock time', async () => {
    const { google } = playground;
    const event = await google.addEvent(MENTOR, {
      summary: 'Lecture',
      start: { dateTime: '2031-03-24T09:00:00', timeZone: 'Europe/Berlin' },
      end: { dateTime: '2031-03-24T10:00:00', timeZone: 'Europe/Berlin' },
      recurrence: ['RRULE:FREQ=WEEKLY;COUNT=3'],
    });
    const calendar = playground.calendarOf(MENTOR);
    const { data } = await calendar.events.instances({ calendarId: 'primary', eventId: String(event.id) });
    expect(data.items!.map(({ start }) => start?.dateTime)).toEqual([
      '2031-03-24T09:00:00+01:00',
      '2031-03-31T09:00:00+02:00',
      '2031-04-07T09:00:00+02:00',
    ]);
    expect(data.items![1]).toMatchObject({ recurringEventId: event.id, id: `${event.id}_20310331T070000Z` });
  });
});

describe('fields and versions', () => {
  it('answers with the fields that were asked for', async () => {
    const { calendar, id } = await book();
    const { data } = await calendar.events.get({ calendarId: 'primary', eventId: id, fields: 'id,start/dateTime' });
    expect(Object.keys(data)).toEqual(['id', 'start']);
    expect(Object.keys(data.start!)).toEqual(['dateTime']);
  });
});
