import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Desk } from '#core/desk/desk.ts';
import type { CommunityId, PersonId, ProgramId } from '#core/ids.ts';
import { anAccount, aPerson } from '../../builders.ts';
import { createFakeDesk, type FakeDesk, said, visitorOf } from '../../fakes/fake-desk.ts';
import { createSlackWorld, type SlackWorld } from './bot-world.ts';

let world: SlackWorld;
beforeEach(async () => {
  world = await createSlackWorld();
});
afterEach(() => world.close());

function run(text: string) {
  return world.slack.runCommand({ user: world.ana, channel: world.channel, command: '/confab', text });
}

/** Those with sessions announced in `channelId` so far; Ana is the organiser. */
function deskOf(overrides: Partial<Desk> = {}, channelId: string | null = null): FakeDesk {
  return createFakeDesk({
    arrive: async (asker) => ({
      ...visitorOf(asker),
      community: {
        id: 'c' as CommunityId,
        programId: 'p' as ProgramId,
        platform: 'slack',
        externalId: world.workspace.id,
        name: world.workspace.name,
        announcementChannelId: channelId,
      },
    }),
    settingsForm: () => ({ announcementChannelId: channelId, reminders: '24h, 10m', mentors: 'anyone' }),
    ...overrides,
  });
}

function announced(channel = world.channel): string[] {
  return world.slack.messages(channel).map(({ text }) => text);
}

describe('/confab settings', () => {
  const elsewhere = aPerson({ id: 'dana' as PersonId, name: 'Dana', accounts: [anAccount({ userId: '7' })] });

  it('opens the form for organisers and saves channel, reminders and people, and forgets nobody from elsewhere', async () => {
    const desk = deskOf({
      namedPeople: async (_visitor, role) => (role === 'mentor' ? [elsewhere] : []),
    });
    await world.startBot(desk);
    const opened = await run('settings');
    expect(JSON.stringify(opened.view?.blocks)).toContain('Also, from elsewhere: Dana');
    const saved = await world.slack.submitView({
      user: world.ana,
      values: { channel: world.channel.id, reminders: '1h', who: 'named', 'named-mentors': [world.maya.id] },
    });
    expect(JSON.stringify(saved.view?.blocks)).toMatch(/The settings were changed\..*The people\./);
    expect(desk.callsOf('submitSettings')).toEqual([
      [{ announcementChannelId: world.channel.id, reminders: '1h', mentors: 'named' }],
    ]);
    expect(desk.callsOf('name')).toMatchObject([[{ role: 'mentor', set: [{ name: 'maya' }, { name: 'Dana' }] }]]);
  });

  it('saves nothing when somebody who was chosen is a bot', async () => {
    const bot = world.slack.addUser(world.workspace, { name: 'otherbot', isBot: true });
    const { desk } = await world.startBot(deskOf());
    await run('settings');
    const refused = await world.slack.submitView({ user: world.ana, values: { 'named-mentors': [bot.id] } });
    expect(refused.errors).toEqual({
      'named-mentors': 'otherbot is a bot. Confab is for people. Please choose somebody else.',
    });
    expect(desk.callsOf('submitSettings')).toEqual([]);
  });

  it('points at the organisers when it is there that a bot was chosen', async () => {
    const bot = world.slack.addUser(world.workspace, { name: 'otherbot', isBot: true });
    const { desk } = await world.startBot(deskOf());
    await run('settings');
    const values = { organizers: [bot.id], 'named-mentors': [world.maya.id], channel: world.channel.id };
    const refused = await world.slack.submitView({ user: world.ana, values });
    expect(refused.errors).toEqual({
      organizers: 'otherbot is a bot. Confab is for people. Please choose somebody else.',
    });
    expect(desk.callsOf('submitSettings')).toEqual([]);
    expect(announced()).toEqual([]);
  });

  it('shows the others what the desk says to them', async () => {
    await world.startBot();
    const seen = await world.slack.runCommand({ user: world.maya, command: '/confab', text: 'settings' });
    expect(seen.view).toMatchObject({ submit: null });
    expect(JSON.stringify(seen.view?.blocks)).toContain('The settings.');
  });
});

describe('a channel for announcements', () => {
  const words = 'Confab announces booked sessions here from now on; ana set this up.';
  const values = (channel: { id: string }) => ({ channel: channel.id });

  async function save(desk: FakeDesk, channel: { id: string }) {
    await world.startBot(desk);
    await run('settings');
    return world.slack.submitView({ user: world.ana, values: values(channel) });
  }

  it('is told what happens there from now on, and who wanted it, without a ping', async () => {
    const desk = deskOf();
    const saved = await save(desk, world.channel);
    expect(saved).toMatchObject({ change: 'updated', view: { submit: null } });
    expect(world.slack.messages(world.channel)).toMatchObject([{ text: words, pings: [] }]);
    expect(desk.callsOf('submitSettings')).toMatchObject([[{ announcementChannelId: world.channel.id }]]);
  });

  it('is told once: not again when other settings change, nor when it is given up', async () => {
    const desk = deskOf({}, world.channel.id);
    await save(desk, world.channel);
    await run('settings');
    await world.slack.submitView({ user: world.ana, values: { channel: null } });
    expect(desk.callsOf('submitSettings')).toMatchObject([
      [{ announcementChannelId: world.channel.id }],
      [{ announcementChannelId: null }],
    ]);
    expect(announced()).toEqual([]);
  });

  it.each([
    ['that Confab is not in', { name: 'elsewhere' }, 'Type /invite @confab in the channel first, then save again.'],
    [
      'that is archived',
      { name: 'old', botIsMember: true, archived: true },
      'That channel is archived. Please choose another one.',
    ],
    [
      'where only some may write',
      { name: 'news', botIsMember: true, postingRestricted: true },
      'Only some people may write in that channel. Let Confab write there too, or choose another one.',
    ],
  ])('%s is refused at its field, and nothing is saved', async (_, made, problem) => {
    const channel = world.slack.addChannel(world.workspace, made);
    const desk = deskOf();
    const refused = await save(desk, channel);
    expect(refused.errors).toEqual({ channel: problem });
    expect(desk.callsOf('submitSettings')).toEqual([]);
    expect(desk.callsOf('name')).toEqual([]);
    expect(world.logged.join('')).not.toContain('"level":50');
  });

  it('can be saved once Confab is invited', async () => {
    const channel = world.slack.addChannel(world.workspace, { name: 'elsewhere' });
    const desk = deskOf();
    expect((await save(desk, channel)).errors).toBeDefined();
    world.slack.join(channel, world.app.botUserId);
    const saved = await world.slack.submitView({ user: world.ana });
    expect(saved).toMatchObject({ change: 'updated', view: { submit: null } });
    expect(announced(channel)).toEqual([words]);
  });

  it('no longer shows the words when the desk refuses the rest of the form', async () => {
    const refusal = { ok: false, field: 'reminders', problem: ['Like "24h".'], message: said('No.') } as const;
    const refused = await save(deskOf({ submitSettings: async () => refusal }), world.channel);
    expect(refused.errors).toEqual({ reminders: 'Like "24h".' });
    expect(announced()).toEqual([]);
    expect(world.journal.entries.filter(({ what }) => what === 'chat.delete')).toHaveLength(1);
  });

  it('no longer shows the words when saving fails', async () => {
    const desk = deskOf({
      submitSettings: async () => {
        throw new Error('the disk is full');
      },
    });
    const failed = await save(desk, world.channel);
    expect(failed.errors?.channel).toContain('Not everything was saved.');
    expect(announced()).toEqual([]);
  });

  it('is not written to for somebody who is no organiser any more', async () => {
    let organizer = true;
    const base = deskOf();
    const desk = deskOf({ arrive: async (asker) => ({ ...(await base.arrive(asker)), organizer }) });
    await world.startBot(desk);
    await run('settings');
    organizer = false;
    await world.slack.submitView({ user: world.ana, values: values(world.channel) });
    expect(announced()).toEqual([]);
  });

  it('is not saved when Slack does not answer', async () => {
    world.slack.fail('chat.postMessage', { status: 500, body: 'oops' });
    const desk = deskOf();
    const failed = await save(desk, world.channel);
    expect(failed.errors?.channel).toMatch(/Not everything was saved\. .* reference \w{5}/);
    expect(desk.callsOf('submitSettings')).toEqual([]);
  });
});
