/** What Google tells of a mentor's own calendar reaches the other person within seconds, where polling would take minutes. */
import { afterEach, describe, expect, it } from 'vitest';
import { createBrowser } from '../api/google-world.ts';
import { bookOnDiscord, offerOnDiscord } from './acts.ts';
import { createWorld, fourProcesses, mongoServer, patientDiscord, type World, type WorldOptions } from './world.ts';

const publicUrl = 'https://confab.test';
const account = 'maya@gmail.com';
const hour = 3_600_000;

let world: World | null = null;
afterEach(async () => {
  await world?.close();
  world = null;
});

async function moveInGoogle(options: WorldOptions): Promise<World> {
  const here = await createWorld({
    ...{ dashboard: true, publicUrl, slackOver: 'none', discordLimits: patientDiscord },
    ...options,
  });
  world = here;
  await here.begin();
  const maya = here.cast.discord('Maya', { zone: 'Europe/Lisbon' });
  const ana = here.cast.discord('Ana', { zone: 'Europe/Berlin' });
  await offerOnDiscord(maya, { topics: 'SQL' });
  here.google.addAccount({ email: account, timeZone: 'Europe/Lisbon' });

  const browser = createBrowser(publicUrl, here.google, `http://127.0.0.1:${here.env.PORT}`);
  const code = new URL(await maya.dashboardLink()).hash.slice(1);
  expect((await browser.go('/api/auth/link', { code })).status).toBe(204);
  await browser.throughGoogle(account, { for: 'calendar' });
  const calls = (what: string) => here.journal.entries.filter((entry) => entry.what === what);
  await here.until(() => calls('events.watch').length === 1, 'a channel');

  await bookOnDiscord(ana, 'sql', { subject: 'Window functions' });
  await maya.press(await maya.hears('Window functions'), 'Accept');
  await ana.hears('meet.google.com');
  await here.quiet();
  const [event] = here.google.events(account) as { id: string; start: { dateTime: string } }[];
  const from = Date.parse(event!.start.dateTime) + hour;
  const at = (instant: number) => ({ dateTime: new Date(instant).toISOString() });
  await here.google.moveEvent(account, event!.id, { start: at(from), end: at(from + hour / 2) });

  await ana.hears('moved your session');
  expect(here.meetings().map(({ scheduledAt }) => scheduledAt)).toEqual([from]);
  const told = calls('channel.exists');
  expect(told.length).toBeGreaterThan(0);
  for (const { status } of [...calls('channel.sync'), ...told]) expect([204, 404]).toContain(status);
  expect(told.at(-1)!.status).toBe(204);

  // Given back, it tells nothing any more.
  expect((await browser.go('/api/me/calendar/disconnect', {})).status).toBe(200);
  expect(calls('channels.stop')).toHaveLength(1);
  return here;
}

describe('a session that is moved in Google Calendar', { timeout: 90_000 }, () => {
  it('moves at once where Google finds us', async () => {
    await moveInGoogle({});
  });

  it.skipIf(!mongoServer)(
    'moves at once where one process is told and another looks (needs MONGODB_TEST_URI)',
    async () => {
      const here = await moveInGoogle({ mongodb: mongoServer, processes: fourProcesses });
      // Both workers are there, and one of them opened the channel.
      expect(here.journal.entries.filter(({ what }) => what === 'events.watch')).toHaveLength(1);
    },
  );
});
