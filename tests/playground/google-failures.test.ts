import { existsSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createSpecChecker } from '../../playground/spec-checker.ts';
import { LEARNER, MENTOR, refusal, roomRequest, sessionTimes, setUpGoogle } from './google-setup.ts';

let playground: Awaited<ReturnType<typeof setUpGoogle>>;
let calendar: ReturnType<typeof playground.calendarOf>;

beforeEach(async () => {
  playground = await setUpGoogle();
  calendar = playground.calendarOf(MENTOR);
});
afterEach(() => playground.google.close());

const insert = (id = 'confab00001', options: object = {}) =>
  calendar.events.insert({ calendarId: 'primary', requestBody: { id, ...sessionTimes() } }, options);
const list = () => calendar.events.list({ calendarId: 'primary' });

describe('a failure that was ordered', () => {
  it.each([
    ['rateLimitExceeded', '403 rateLimitExceeded'],
    ['userRateLimitExceeded', '403 userRateLimitExceeded'],
    ['quotaExceeded', '403 quotaExceeded'],
    ['tooManyRequests', '429 rateLimitExceeded'],
    ['serviceUnavailable', '503 backendError'],
    ['authError', '401 authError'],
  ] as const)('answers %s once, then as usual', async (name, expected) => {
    await list();
    playground.google.fail('events.insert', name);
    const failed = await insert().catch((error: unknown) => error);
    expect(await refusal(Promise.reject(failed))).toBe(expected);
    if (name === 'tooManyRequests') {
      expect((failed as { response: Response }).response.headers.get('retry-after')).toBe('2');
    }
    expect(await refusal(insert())).toBe('not refused');
  });

  it('carries out the request and loses the answer', async () => {
    playground.google.fail('events.insert', 'lost-answer');
    expect(await refusal(insert())).toMatch(/^no answer/);
    expect(await refusal(insert())).toBe('409 duplicate');
    expect(playground.google.event(MENTOR, 'confab00001').status).toBe('confirmed');
  });

  it('never answers, or answers late', async () => {
    playground.google.fail('events.insert', 'hang');
    expect(await refusal(insert('confab00002', { timeout: 100 }))).toMatch(/^no answer/);
    expect(playground.google.events(MENTOR)).toEqual([]);
    playground.google.fail(/^events\./, { delayMs: 60 });
    const from = performance.now();
    await insert('confab00003');
    expect(performance.now() - from).toBeGreaterThanOrEqual(59);
  });

  it('takes the grant away from the token endpoint', async () => {
    playground.google.fail('oauth.token', 'invalid_grant');
    expect(await refusal(list())).toBe('400 invalid_grant');
    expect(await refusal(list())).toBe('not refused');
  });

  it('picks requests by what is in them, as often as it is told', async () => {
    playground.google.fail(({ path }) => path.eventId === 'confab00001', { status: 500, body: {} }, 2);
    await insert();
    const get = async () => (await fetchEvent('confab00001')).status;
    expect([await get(), await get(), await get()]).toEqual([500, 500, 401]);
  });
});

const fetchEvent = (id: string) => fetch(`${playground.google.apiUrl}calendar/v3/calendars/primary/events/${id}`);

it('is down, and comes back with everything in its place', async () => {
  await insert();
  playground.google.goDown();
  expect(await refusal(list())).toMatch(/^no answer/);
  playground.google.comeBack();
  expect((await list()).data.items).toHaveLength(1);
});

it('says what it does not do', async () => {
  expect((await fetch(`${playground.google.apiUrl}calendar/v3/colors`)).status).toBe(501);
});

it('writes every request with its answer into the journal', async () => {
  await insert();
  const entry = playground.journal.entries.at(-1);
  expect(entry).toMatchObject({
    realm: 'google',
    direction: 'from-app',
    what: 'events.insert',
    status: 200,
    body: { calendarId: 'primary', requestBody: { id: 'confab00001' } },
    answer: { id: 'confab00001', status: 'confirmed' },
  });
  expect(entry).not.toHaveProperty('violations');
});

it('closes while pushes, delays and pending rooms are under way', async () => {
  playground.google.setConference('pending', 60_000);
  await calendar.events.insert({
    calendarId: 'primary',
    conferenceDataVersion: 1,
    requestBody: { ...sessionTimes(), attendees: [{ email: LEARNER }], conferenceData: roomRequest('r1') },
  });
  playground.google.fail('*', 'hang');
  const waiting = refusal(list());
  await vi.waitFor(() => expect(playground.journal.entries.at(-1)?.answer).toBe('never answered'));
  await playground.google.close();
  expect(await waiting).toMatch(/^no answer/);
});

const specs = process.env.CONFAB_SPECS_DIR;
describe.skipIf(specs === undefined || !existsSync(specs))('with the machine-readable specs', () => {
  it('notes a misspelt field that Google would ignore', async () => {
    await playground.google.close();
    playground = await setUpGoogle(createSpecChecker(specs!));
    calendar = playground.calendarOf(MENTOR);
    await calendar.events.insert({
      calendarId: 'primary',
      requestBody: { ...sessionTimes(), sumary: 'x' } as object,
    });
    expect(playground.journal.entries.at(-1)?.violations?.join()).toContain('sumary');
    await insert();
    expect(playground.journal.entries.at(-1)).not.toHaveProperty('violations');
  });
});
