import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { LEARNER, MENTOR, refusal, roomRequest, sessionTimes, setUpGoogle } from './google-setup.ts';

let playground: Awaited<ReturnType<typeof setUpGoogle>>;

beforeEach(async () => {
  playground = await setUpGoogle();
});
afterEach(() => playground.google.close());

async function book(conferenceData: object | null = roomRequest('r1'), conferenceDataVersion = 1) {
  const calendar = playground.calendarOf(MENTOR);
  const { data } = await calendar.events.insert({
    calendarId: 'primary',
    conferenceDataVersion,
    requestBody: { id: 'confab00001', attendees: [{ email: LEARNER }], ...sessionTimes(), conferenceData } as object,
  });
  const patch = async (requestBody: object, version = 1) =>
    (
      await calendar.events.patch({
        calendarId: 'primary',
        eventId: data.id!,
        conferenceDataVersion: version,
        requestBody,
      })
    ).data;
  const get = async () => (await calendar.events.get({ calendarId: 'primary', eventId: data.id! })).data;
  return { calendar, data, patch, get };
}

it('makes a room at once', async () => {
  const { data } = await book();
  expect(data.hangoutLink).toMatch(/^https:\/\/meet\.google\.com\/[a-z]{3}-[a-z]{4}-[a-z]{3}$/);
  expect(data.conferenceData).toMatchObject({
    createRequest: { requestId: 'r1', status: { statusCode: 'success' } },
    conferenceId: data.hangoutLink!.slice(-12),
    conferenceSolution: { key: { type: 'hangoutsMeet' } },
  });
  expect(data.conferenceData!.entryPoints![0]).toMatchObject({ entryPointType: 'video', uri: data.hangoutLink });
});

it('drops the wish without a word at version 0, and without a named solution', async () => {
  expect((await book(roomRequest('r1'), 0)).data.conferenceData).toBeUndefined();
  await playground.google.close();
  playground = await setUpGoogle();
  expect((await book({ createRequest: { requestId: 'r1' } })).data.conferenceData).toBeUndefined();
});

it('is pending first, then there', async () => {
  playground.google.setConference('pending', 30);
  const { data, get } = await book();
  expect(data.conferenceData).toEqual({
    createRequest: { ...roomRequest('r1').createRequest, status: { statusCode: 'pending' } },
  });
  expect(data.hangoutLink).toBeUndefined();
  await vi.waitFor(async () => expect((await get()).hangoutLink).toBeDefined());
  expect((await get()).etag).not.toBe(data.etag);
});

it('fails, ignores the same request id, and succeeds with a new one', async () => {
  playground.google.setConference('failure');
  const { data, patch } = await book();
  expect(data.conferenceData).toEqual({
    createRequest: { ...roomRequest('r1').createRequest, status: { statusCode: 'failure' } },
  });
  playground.google.setConference('success');
  expect((await patch({ conferenceData: roomRequest('r1') })).hangoutLink).toBeUndefined();
  expect((await patch({ conferenceData: roomRequest('r2') })).hangoutLink).toBeDefined();
});

it('refuses the whole event where no room may be made', async () => {
  playground.google.setConference('refused');
  await expect(book()).rejects.toMatchObject({ status: 400, message: 'Invalid conference type value.' });
  expect(playground.google.events(MENTOR)).toEqual([]);
  playground.google.setConference('success');
  playground.google.addAccount({ email: 'noroom@gmail.com', timeZone: 'UTC', meetAllowed: false });
  const calendar = playground.calendarOf('noroom@gmail.com');
  const insert = { calendarId: 'primary', conferenceDataVersion: 1 };
  const requestBody = { ...sessionTimes(), conferenceData: roomRequest('r1') };
  expect(await refusal(calendar.events.insert({ ...insert, requestBody }))).toBe('400 invalid');
  expect(await refusal(calendar.events.insert({ ...insert, requestBody: sessionTimes() }))).toBe('not refused');
});

it('keeps the room through a patch, refuses the room that was read, and detaches it for null', async () => {
  const { data, patch } = await book();
  expect((await patch(sessionTimes(1))).hangoutLink).toBe(data.hangoutLink);
  expect(await refusal(patch({ conferenceData: data.conferenceData }))).toBe('400 invalid');
  expect((await patch({ conferenceData: null }, 0)).hangoutLink).toBe(data.hangoutLink);
  const detached = await patch({ conferenceData: null });
  expect([detached.hangoutLink, detached.conferenceData]).toEqual([undefined, undefined]);
});

it('loses the room with an update that leaves it out at version 1', async () => {
  const { calendar, data } = await book();
  const update = (conferenceDataVersion: number) =>
    calendar.events.update({
      calendarId: 'primary',
      eventId: data.id!,
      conferenceDataVersion,
      requestBody: sessionTimes(),
    });
  expect((await update(0)).data.hangoutLink).toBe(data.hangoutLink);
  expect((await update(1)).data.hangoutLink).toBeUndefined();
});

it('keeps people waiting in front of a room that nobody opened', async () => {
  const { google } = playground;
  const { data } = await book();
  const link = data.hangoutLink!;
  expect(await google.enterRoom({ link, who: LEARNER })).toBe('admitted');
  expect(await google.enterRoom({ link })).toBe('knocking');
  expect(await google.enterRoom({ link, who: 'other@gmail.com' })).toBe('knocking');
  expect(await google.enterRoom({ link, hostPresent: true })).toBe('admitted');
  await expect(google.enterRoom({ link: 'https://meet.google.com/abc-defg-hij' })).rejects.toThrow('meeting code');

  const meet = playground.meetOf(MENTOR);
  const { data: space } = await meet.spaces.get({ name: `spaces/${data.conferenceData!.conferenceId}` });
  expect(space.config?.accessType).toBe('RESTRICTED');
  const open = { updateMask: 'config.accessType', requestBody: { config: { accessType: 'OPEN' } } };
  expect(await refusal(meet.spaces.patch({ name: `spaces/${space.meetingCode}`, ...open }))).toBe(
    '400 INVALID_ARGUMENT',
  );
  const { data: opened } = await meet.spaces.patch({ name: space.name!, ...open });
  expect(opened.config?.accessType).toBe('OPEN');
  expect(await google.enterRoom({ link })).toBe('admitted');
});

it('trusts colleagues in a trusted room', async () => {
  const { google } = playground;
  google.addAccount({ email: 'ann@school.example', timeZone: 'UTC', meetAccess: 'TRUSTED' });
  const calendar = playground.calendarOf('ann@school.example');
  const requestBody = { ...sessionTimes(), conferenceData: roomRequest('r1') };
  const { data } = await calendar.events.insert({ calendarId: 'primary', conferenceDataVersion: 1, requestBody });
  expect(await google.enterRoom({ link: data.hangoutLink!, who: 'bob@school.example' })).toBe('admitted');
  expect(await google.enterRoom({ link: data.hangoutLink!, who: LEARNER })).toBe('knocking');
});

it('shows a room to its owner only, with the scope for it, unless Meet refuses the account', async () => {
  const { data } = await book();
  const name = `spaces/${data.conferenceData!.conferenceId}`;
  expect(await refusal(playground.meetOf(LEARNER).spaces.get({ name }))).toBe('403 PERMISSION_DENIED');
  const narrow = playground.meetOf(MENTOR, ['calendar.events.owned']).spaces.get({ name });
  await expect(narrow).rejects.toMatchObject({ message: 'Request had insufficient authentication scopes.' });
  playground.google.addAccount({ email: 'refused@gmail.com', timeZone: 'UTC', meetRefused: true });
  const calendar = playground.calendarOf('refused@gmail.com');
  const requestBody = { ...sessionTimes(), conferenceData: roomRequest('r1') };
  const own = await calendar.events.insert({ calendarId: 'primary', conferenceDataVersion: 1, requestBody });
  const ownName = `spaces/${own.data.conferenceData!.conferenceId}`;
  expect(await refusal(playground.meetOf('refused@gmail.com').spaces.get({ name: ownName }))).toBe(
    '403 PERMISSION_DENIED',
  );
});
