import { afterEach, beforeEach, expect, it } from 'vitest';
import { checkGoogle } from '../../../src/adapters/google/check-google.ts';
import type { GoogleSettings } from '../../../src/adapters/google/google-settings.ts';
import { type AdapterSetUp, BOT, CLIENT, setUpAdapter } from './google-adapter-setup.ts';

let setUp: AdapterSetUp;

beforeEach(async () => {
  setUp = await setUpAdapter();
});

afterEach(() => setUp.google.close());

const check = (more: Partial<GoogleSettings> = {}) =>
  checkGoogle({ ...setUp.settings, ...more }, { wait: async () => undefined });
const grant = (...scopes: string[]) => setUp.google.grant(BOT, CLIENT.clientId, scopes);

it('finds all well, names the account and writes nothing', async () => {
  const findings = await check();

  expect(findings.map(({ ok }) => ok)).not.toContain(false);
  expect(findings.map(({ ok }) => ok)).not.toContain('warn');
  expect(findings.map(({ name }) => name)).toEqual([
    'Google sign-in',
    'Google account',
    'Google permission calendar.events.owned',
    'Google permission meetings.space.settings',
    'Google Calendar',
  ]);
  expect(findings.find(({ name }) => name === 'Google account')?.detail).toContain(BOT);
  expect(setUp.calls()).toEqual(['events.list', 'meet.spaces.get']);
});

it('says how to mend a token that is dead', async () => {
  setUp.google.revoke(BOT);
  expect(await check()).toEqual([
    {
      name: 'Google sign-in',
      ok: false,
      detail: expect.stringContaining('invalid_grant'),
      mend: expect.stringContaining('google:connect'),
    },
  ]);
});

it('tells a Google that does not answer from a token that is dead', async () => {
  setUp.google.goDown();
  const [finding] = await check();
  expect(finding).toMatchObject({ ok: false, detail: expect.stringContaining('does not answer') });
});

it('says what each missing scope costs', async () => {
  const findings = await check({ refreshToken: grant('openid', 'calendar.readonly') });

  expect(findings).toContainEqual(
    expect.objectContaining({ name: 'Google permission calendar.events.owned', ok: false, mend: expect.any(String) }),
  );
  expect(findings).toContainEqual(
    expect.objectContaining({
      name: 'Google permission meetings.space.settings',
      ok: 'warn',
      detail: expect.stringContaining('knock'),
    }),
  );
  expect(findings).toContainEqual(expect.objectContaining({ name: 'Google account', ok: 'warn' }));
});

it('takes a wider scope for the one it asks for', async () => {
  const findings = await check({ refreshToken: grant('openid', 'email', 'calendar', 'meetings.space.created') });
  expect(findings.map(({ ok }) => ok)).toEqual(findings.map(() => true));
});

it('names the setting when the calendar does not exist', async () => {
  const findings = await check({ calendarId: 'nowhere@group.calendar.google.com' });
  expect(findings.find(({ name }) => name === 'Google Calendar')).toMatchObject({
    ok: false,
    mend: expect.stringContaining('GOOGLE_CALENDAR_ID'),
  });
});

it('does not accept a calendar that can only be read', async () => {
  setUp.google.addAccount({ email: 'owner@gmail.com', timeZone: 'Europe/Berlin' });
  setUp.google.addCalendar('owner@gmail.com', { id: 'shared@group.calendar.google.com', summary: 'Shared' });
  setUp.google.shareCalendar('owner@gmail.com', 'shared@group.calendar.google.com', BOT, 'reader');

  const refreshToken = grant('openid', 'email', 'calendar', 'meetings.space.settings');
  const findings = await check({ calendarId: 'shared@group.calendar.google.com', refreshToken });
  expect(findings.find(({ name }) => name === 'Google Calendar')).toMatchObject({ ok: false });
});

it('sees that the Meet API is switched off', async () => {
  setUp.google.fail('meet.spaces.get', {
    status: 403,
    body: {
      error: {
        code: 403,
        message: 'Google Meet API has not been used in project 1 before or it is disabled.',
        status: 'PERMISSION_DENIED',
        details: [
          { '@type': 'type.googleapis.com/google.rpc.Help' },
          { '@type': 'type.googleapis.com/google.rpc.ErrorInfo', reason: 'SERVICE_DISABLED' },
        ],
      },
    },
  });
  expect((await check()).at(-1)).toMatchObject({
    name: 'Google Meet',
    ok: 'warn',
    mend: expect.stringContaining('Switch on'),
  });
});

it('tells no secret', async () => {
  setUp.google.revoke(BOT);
  const said = JSON.stringify([await check(), await check({ clientSecret: 'GOCSPX-wrong' })]);
  for (const secret of [setUp.settings.refreshToken, CLIENT.clientSecret, 'GOCSPX-wrong'])
    expect(said).not.toContain(secret);
});
