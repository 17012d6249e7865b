import { afterEach, describe, expect, it } from 'vitest';
import type { StageOptions } from '../../playground/stage.ts';
import type { DiscordPerson } from '../../playground/story/cast.ts';
import { bookOnDiscord, offerOnDiscord } from './acts.ts';
import { createWorld, type World } from './world.ts';

const minute = 60_000;
const insertEvent = 'events.insert';

let world: World | null = null;

interface Place {
  here: World;
  olu: DiscordPerson;
  maya: DiscordPerson;
  ana: DiscordPerson;
}

/** An organiser who has looked at the settings, a mentor and a learner, on Discord alone. */
async function place(options: StageOptions = {}): Promise<Place> {
  const here = await createWorld({ slackOver: 'none', ...options });
  world = here;
  await here.begin();
  const olu = here.cast.discord('Olu', { zone: 'Europe/London', organiser: true });
  const maya = here.cast.discord('Maya', { zone: 'Europe/Lisbon' });
  const ana = here.cast.discord('Ana', { zone: 'Europe/Berlin', locale: 'de' });
  await olu.answer(await olu.run('confab settings', { announce: here.server.sessions }), 'Saved');
  await offerOnDiscord(maya, { topics: 'SQL', notice: '4 hours' });
  return { here, olu, maya, ana };
}

async function booked({ here, maya, ana }: Place, subject: string, slot = 0) {
  await bookOnDiscord(ana, 'sql', { subject, slot });
  await maya.press(await maya.hears(subject), 'Accept');
  const card = await here.until(
    () => here.discord.dms(ana).find(({ text }) => text.includes(subject) && text.includes('booked')),
    `${subject} to be booked`,
  );
  return card;
}

afterEach(async () => {
  const violations = world?.violations() ?? [];
  await world?.close();
  world = null;
  expect(violations).toEqual([]);
});

describe('Google in trouble', () => {
  it('books while Google is down, and the link appears when it is back', async () => {
    const all = await place();
    const { here, ana } = all;
    here.google.goDown();
    const card = await booked(all, 'While it is down');
    expect(card.text).toContain('The link will follow here.');
    expect(here.meetings().map(({ status, meetingLink }) => [status, meetingLink])).toEqual([['scheduled', null]]);
    await here.until(() => here.product.log.some(({ reason }) => String(reason).includes('does not answer')), 'a try');
    here.google.comeBack();
    await here.moveTo(here.clock.now() + 20 * minute);
    await here.until(() => here.discord.message(card.id)?.text.includes('meet.google.com'), 'the link on the card');
    await here.quiet();
    expect(here.google.events(here.googleAccount)).toHaveLength(1);
    // The card that was there already got the link; nobody is told anew.
    expect(here.discord.dms(ana)).toHaveLength(1);
  });

  it('tells the organiser exactly once that the token is lost, and keeps every booking', async () => {
    const all = await place();
    const { here, olu } = all;
    here.google.revoke(here.googleAccount, here.googleClient);
    await booked(all, 'First');
    await olu.hears('no longer lets Confab into the calendar');
    await booked(all, 'Second', 2);
    await here.product.stop();
    await here.moveTo(here.clock.now() + 15 * minute);
    await here.restart();
    await here.until(
      () => here.effects().filter(({ id, reason }) => id.includes(':calendar') && reason).length === 2,
      'both to have been tried',
    );
    expect(here.meetings().map(({ status }) => status)).toEqual(['scheduled', 'scheduled']);
    expect(here.discord.dms(olu)).toHaveLength(1);
  });

  it('tells the mentor that the room is closed where it may not be opened, and doctor says why', async () => {
    const all = await place({ googleScopes: ['openid', 'email', 'calendar.events.owned', 'calendar.freebusy'] });
    const { here, maya, ana } = all;
    await booked(all, 'Knock knock');
    const told = await maya.hears('could not be opened to guests');
    const [link = ''] = /https:\/\/meet\.google\.com\/[a-z-]+/.exec(told.text) ?? [];
    expect(await here.google.enterRoom({ link })).toBe('knocking');
    await here.quiet();
    expect(here.discord.dms(maya).filter(({ text }) => text.includes('could not be opened'))).toHaveLength(1);
    expect(here.discord.dms(ana).filter(({ text }) => text.includes('could not be opened'))).toEqual([]);
    const { output } = await here.product.run('doctor');
    expect(output).toMatch(/meetings\.space\.settings/);
    expect(output).toContain('npm run google:connect');
  });

  it('waits for a room that is being made', async () => {
    const all = await place();
    const { here } = all;
    here.google.setConference('pending');
    const card = await booked(all, 'Patience');
    await here.until(() => here.google.events(here.googleAccount).length === 1, 'the event');
    expect(here.discord.message(card.id)?.text).toContain('The link will follow here.');
    here.google.settleConferences('success');
    await here.until(() => here.discord.message(card.id)?.text.includes('meet.google.com'), 'the link on the card');
    await here.quiet();
    expect(here.google.events(here.googleAccount)).toHaveLength(1);
  });

  it('asks for another room when one could not be made', async () => {
    const all = await place();
    const { here } = all;
    here.google.setConference('pending');
    const card = await booked(all, 'Try again');
    await here.until(
      () => here.effects().some(({ reason }) => reason?.includes('still being made')),
      'the room to be waited for',
    );
    here.google.setConference('success');
    here.google.settleConferences('failure');
    await here.moveTo(here.clock.now() + minute);
    await here.until(() => here.discord.message(card.id)?.text.includes('meet.google.com'), 'the link on the card');
    expect(here.google.events(here.googleAccount)).toHaveLength(1);
  });

  it('makes one event when the answer to the first request is lost, and when Google limits the rate', async () => {
    const all = await place();
    const { here } = all;
    here.google.fail(insertEvent, 'lost-answer');
    await booked(all, 'Lost');
    await here.until(() => here.meetings()[0]?.meetingLink, 'the link');
    here.google.fail(insertEvent, 'rateLimitExceeded', 2);
    await booked(all, 'Limited', 2);
    await here.until(() => here.meetings().every(({ meetingLink }) => meetingLink), 'both links');
    expect(here.google.events(here.googleAccount)).toHaveLength(2);
  });
});
