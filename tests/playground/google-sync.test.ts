import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { LEARNER, MENTOR, refusal, sessionTimes, setUpGoogle } from './google-setup.ts';

let playground: Awaited<ReturnType<typeof setUpGoogle>>;
let calendar: ReturnType<typeof playground.calendarOf>;

beforeEach(async () => {
  playground = await setUpGoogle();
  calendar = playground.calendarOf(MENTOR);
});
afterEach(() => playground.google.close());

const add = (id: string, more: object = {}) =>
  playground.google.addEvent(MENTOR, { id, summary: id, ...sessionTimes(), ...more });

async function list(params: object = {}) {
  const { data } = await calendar.events.list({ calendarId: 'primary', ...params });
  return data;
}

const ids = (data: Awaited<ReturnType<typeof list>>) => data.items!.map(({ id }) => id);

describe('events.list', () => {
  it('pages, and gives a sync token on the last page only', async () => {
    for (const id of ['event1', 'event2', 'event3']) await add(id);
    const first = await list({ maxResults: 2 });
    expect([ids(first), first.nextSyncToken]).toEqual([['event1', 'event2'], undefined]);
    const last = await list({ maxResults: 2, pageToken: first.nextPageToken });
    expect([ids(last), last.nextPageToken]).toEqual([['event3'], undefined]);
    expect(last.nextSyncToken).toBeDefined();
  });

  it('tells what changed since a sync token, deletions too', async () => {
    for (const id of ['event1', 'event2', 'event3']) await add(id);
    const { nextSyncToken } = await list();
    expect(ids(await list({ syncToken: nextSyncToken }))).toEqual([]);
    await playground.google.moveEvent(MENTOR, 'event1', sessionTimes(2));
    await playground.google.deleteEvent(MENTOR, 'event2');
    const delta = await list({ syncToken: nextSyncToken });
    expect(ids(delta)).toEqual(['event1', 'event2']);
    // Without showDeleted only the id of a deleted event is promised.
    expect(Object.keys(delta.items![1]!).sort()).toEqual(['etag', 'id', 'kind', 'status']);
    const full = await list({ syncToken: nextSyncToken, showDeleted: true });
    expect(full.items![1]).toMatchObject({ id: 'event2', status: 'cancelled', summary: 'event2' });
    expect(ids(await list({ syncToken: delta.nextSyncToken }))).toEqual([]);
  });

  it('asks for a full sync when the token is no longer valid', async () => {
    const { nextSyncToken } = await list();
    playground.google.expireSyncTokens();
    expect(await refusal(list({ syncToken: nextSyncToken }))).toBe('410 fullSyncRequired');
    expect(await refusal(list({ syncToken: 'rubbish' }))).toBe('410 fullSyncRequired');
    expect(await refusal(list({ syncToken: (await list()).nextSyncToken }))).toBe('not refused');
  });

  it.each([
    { privateExtendedProperty: ['a=b'] },
    { timeMin: '2031-01-01T00:00:00Z' },
    { q: 'x' },
    { orderBy: 'updated' },
    { showDeleted: false },
  ])('refuses a sync token together with %o', async (more) => {
    const { nextSyncToken } = await list();
    expect(await refusal(list({ syncToken: nextSyncToken, ...more }))).toBe('400 invalidParameter');
  });

  it('finds by private property, by time and with deleted ones', async () => {
    await add('mine1', { extendedProperties: { private: { meeting: '42', kind: 'session' } } });
    await add('other1', { extendedProperties: { private: { meeting: '43' } } });
    await add('late1', sessionTimes(5));
    await playground.google.deleteEvent(MENTOR, 'other1');
    expect(ids(await list({ privateExtendedProperty: ['meeting=42', 'kind=session'] }))).toEqual(['mine1']);
    expect(ids(await list({ timeMin: sessionTimes(2).start.dateTime }))).toEqual(['late1']);
    expect(ids(await list({ showDeleted: true }))).toEqual(['mine1', 'other1', 'late1']);
    expect(await refusal(list({ timeMin: '2031-01-01T00:00:00' }))).toBe('400 badRequest');
  });
});

describe('freebusy.query', () => {
  const day = '2031-05-01';
  const at = (time: string) => ({ dateTime: `${day}T${time}:00Z` });
  const query = (more: object = {}) =>
    calendar.freebusy.query({
      requestBody: {
        timeMin: `${day}T00:00:00Z`,
        timeMax: '2031-05-02T00:00:00Z',
        items: [{ id: 'primary' }],
        ...more,
      },
    });

  it('joins what is busy and leaves out free, declined and deleted events', async () => {
    const { google } = playground;
    await google.addEvent(MENTOR, { start: at('09:00'), end: at('10:00') });
    await google.addEvent(MENTOR, { start: at('09:30'), end: at('11:00') });
    await google.addEvent(MENTOR, { start: at('12:00'), end: at('13:00'), transparency: 'transparent' });
    const gone = await google.addEvent(MENTOR, { start: at('14:00'), end: at('15:00') });
    await google.deleteEvent(MENTOR, String(gone.id));
    const invited = await google.addEvent(LEARNER, {
      start: at('16:00'),
      end: at('17:00'),
      attendees: [{ email: MENTOR }],
    });
    const { data } = await query();
    expect(data.calendars).toEqual({
      primary: {
        busy: [
          { start: `${day}T09:00:00Z`, end: `${day}T11:00:00Z` },
          { start: `${day}T16:00:00Z`, end: `${day}T17:00:00Z` },
        ],
      },
    });
    await google.declineEvent(MENTOR, String(invited.id));
    expect((await query({ timeZone: 'Europe/Berlin' })).data.calendars!.primary!.busy).toEqual([
      { start: `${day}T11:00:00+02:00`, end: `${day}T13:00:00+02:00` },
    ]);
  });

  it('answers for each calendar by itself', async () => {
    const { data } = await query({ items: [{ id: MENTOR }, { id: LEARNER }] });
    expect(data.calendars![MENTOR]).toEqual({ busy: [] });
    expect(data.calendars![LEARNER]).toEqual({ errors: [{ domain: 'global', reason: 'notFound' }], busy: [] });
    const many = await query({ items: Array.from({ length: 51 }, (_, n) => ({ id: `c${n}` })) });
    expect(many.data.calendars!.c0!.errors![0]!.reason).toBe('tooManyCalendarsRequested');
  });

  it('refuses an empty range and one of more than ninety days', async () => {
    expect(await refusal(query({ timeMax: `${day}T00:00:00Z` }))).toBe('400 timeRangeEmpty');
    expect(await refusal(query({ timeMax: '2031-08-01T00:00:00Z' }))).toBe('400 timeRangeTooLong');
    expect(await refusal(query({ timeMin: undefined }))).toBe('400 required');
  });

  it('lets colleagues see each other', async () => {
    for (const email of ['ann@school.example', 'bob@school.example'])
      playground.google.addAccount({ email, timeZone: 'UTC' });
    const bob = playground.calendarOf('bob@school.example');
    const { data } = await bob.freebusy.query({
      requestBody: {
        timeMin: `${day}T00:00:00Z`,
        timeMax: '2031-05-02T00:00:00Z',
        items: [{ id: 'ann@school.example' }, { id: MENTOR }],
      },
    });
    expect(data.calendars!['ann@school.example']).toEqual({ busy: [] });
    expect(data.calendars![MENTOR]!.errors).toBeDefined();
  });
});

describe('calendars', () => {
  it('are listed with their zone and whether they take Meet rooms', async () => {
    playground.google.addCalendar(MENTOR, { id: 'team@group.calendar.google.com', summary: 'Team' });
    const { data } = await calendar.calendarList.list();
    expect(data.items).toMatchObject([
      { id: MENTOR, primary: true, accessRole: 'owner', timeZone: 'Europe/Berlin' },
      { id: 'team@group.calendar.google.com', accessRole: 'owner' },
    ]);
    expect(data.items![0]!.conferenceProperties).toEqual({ allowedConferenceSolutionTypes: ['hangoutsMeet'] });
  });
});

describe('events.watch', () => {
  async function receiver() {
    const received: { headers: IncomingHttpHeaders; size: number }[] = [];
    const server = createServer(async (request, response) => {
      let size = 0;
      for await (const chunk of request) size += (chunk as Buffer).length;
      received.push({ headers: request.headers, size });
      response.end();
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = 'https://confab.example/push';
    playground.google.serveNotifications('https://confab.example', (server.address() as AddressInfo).port);
    const states = () => received.map(({ headers }) => headers['x-goog-resource-state']);
    return { received, states, address, close: () => server.close().closeAllConnections() };
  }

  const pushes = () => playground.journal.entries.filter(({ direction }) => direction === 'to-app');

  const watch = (address: string, more: object = {}) =>
    calendar.events.watch({
      calendarId: 'primary',
      requestBody: { id: 'channel1', type: 'web_hook', token: 't', address, ...more },
    });

  it('says sync first, then exists with every change, without a body, until it is stopped', async () => {
    const inbox = await receiver();
    const { data } = await watch(inbox.address);
    await vi.waitFor(() => expect(inbox.states()).toEqual(['sync']));
    await add('event1');
    await vi.waitFor(() => expect(inbox.states()).toEqual(['sync', 'exists']));
    expect(inbox.received[1]).toMatchObject({
      size: 0,
      headers: {
        'x-goog-channel-id': 'channel1',
        'x-goog-channel-token': 't',
        'x-goog-resource-id': data.resourceId,
        'x-goog-message-number': '2',
      },
    });
    expect(Number(data.expiration)).toBeGreaterThan(playground.clock.now() + 6 * 86_400_000);

    const stop = { requestBody: { id: 'channel1', resourceId: data.resourceId! } };
    expect(await refusal(playground.calendarOf(LEARNER).channels.stop(stop))).toBe('404 notFound');
    expect((await calendar.channels.stop(stop)).status).toBe(204);
    await add('event2');
    expect(await refusal(calendar.channels.stop(stop))).toBe('404 notFound');
    // Closing waits for every push that was tried.
    await playground.google.close();
    expect(pushes()).toHaveLength(2);
    inbox.close();
  });

  it('ends by itself, and may lose a notification', async () => {
    const inbox = await receiver();
    await watch(inbox.address, { params: { ttl: '3600' } });
    playground.google.dropNotifications(1);
    await add('event1');
    await add('event2');
    await vi.waitFor(() => expect(inbox.states().sort()).toEqual(['exists', 'sync']));
    playground.clock.advance(3600_000);
    await add('event3');
    await playground.google.close();
    expect(pushes()).toHaveLength(3);
    inbox.close();
  });

  it('refuses addresses without https, ids used before and kinds it does not know', async () => {
    for (const plain of ['http://example.org/push', 'http://127.0.0.1:3000/push', 'example.org/push'])
      expect(await refusal(watch(plain))).toBe('400 push.webhookUrlNotHttps');
    expect(await refusal(watch('https://example.org/push', { type: 'mail' }))).toBe('400 invalid');
    expect(await refusal(watch('https://example.org/push', { id: 'x'.repeat(65) }))).toBe('400 channelIdInvalid');
    await watch('https://example.org/push');
    expect(await refusal(watch('https://example.org/push'))).toBe('400 channelIdNotUnique');
  });
});
