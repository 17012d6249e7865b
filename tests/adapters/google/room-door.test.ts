import { afterEach, expect, it } from 'vitest';
import { type AdapterSetUp, ALL_SCOPES, factsOf, setUpAdapter } from './google-adapter-setup.ts';

let setUp: AdapterSetUp;

afterEach(async () => {
  await setUp.google.close();
  expect(setUp.violations()).toEqual([]);
});

const meetCalls = () => setUp.calls().filter((what) => what.startsWith('meet.'));

it('lets in whoever has the link, with nobody there to admit them', async () => {
  setUp = await setUpAdapter();
  const { link, roomOpen } = await setUp.newLinks().agree(factsOf());

  expect(roomOpen).toBe(true);
  expect(await setUp.google.enterRoom({ link: link ?? '' })).toBe('admitted');
});

it('opens a room once, and only looks after a restart', async () => {
  setUp = await setUpAdapter();
  const links = setUp.newLinks();
  const { eventId } = await links.agree(factsOf());
  expect((await links.agree(factsOf({ meetingId: eventId }))).roomOpen).toBe(true);
  expect(meetCalls()).toEqual(['meet.spaces.get', 'meet.spaces.patch']);

  expect((await setUp.newLinks().agree(factsOf({ meetingId: eventId }))).roomOpen).toBe(true);
  expect(meetCalls()).toEqual(['meet.spaces.get', 'meet.spaces.patch', 'meet.spaces.get']);
});

it('books all the same where Meet refuses to open the room', async () => {
  setUp = await setUpAdapter({ meetRefused: true });
  const links = setUp.newLinks();
  const { link, roomOpen, eventId } = await links.agree(factsOf());

  expect(roomOpen).toBe(false);
  expect(await setUp.google.enterRoom({ link: link ?? '' })).toBe('knocking');
  await links.agree(factsOf({ meetingId: eventId }));
  expect(meetCalls()).toEqual(['meet.spaces.get']);
});

it('names the scope that is missing to open rooms, in the log', async () => {
  setUp = await setUpAdapter({ scopes: ALL_SCOPES.filter((scope) => scope !== 'meetings.space.settings') });
  const { link, roomOpen } = await setUp.newLinks().agree(factsOf());

  expect(link).toMatch(/^https:/);
  expect(roomOpen).toBe(false);
  expect(setUp.lines.join('')).toContain('did not grant meetings.space.settings');
});

it('does not know whether a room is open while Meet is down, and tries again the next time', async () => {
  setUp = await setUpAdapter();
  const links = setUp.newLinks();
  setUp.google.fail(/^meet\./, 'serviceUnavailable', 3);

  const { eventId, link, roomOpen } = await links.agree(factsOf());
  expect(link).toMatch(/^https:/);
  expect(roomOpen).toBeNull();

  expect((await links.agree(factsOf({ meetingId: eventId }))).roomOpen).toBe(true);
});
