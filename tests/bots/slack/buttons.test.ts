import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { encodeAction } from '#bots/action-id.ts';
import type { Desk, Pressed } from '#core/desk/desk.ts';
import type { MeetingId } from '#core/ids.ts';
import type { Action } from '#core/messages/action.ts';
import type { Message } from '#core/messages/message.ts';
import type { Messenger } from '#core/messages/messenger.ts';
import { anAccount } from '../../builders.ts';
import { createFakeDesk, said } from '../../fakes/fake-desk.ts';
import { createSlackWorld, type SlackWorld } from './bot-world.ts';

let world: SlackWorld;
beforeEach(async () => {
  world = await createSlackWorld();
});
afterEach(() => world.close());

const meeting = 'a000000000000001' as MeetingId;

function card(text: string, ...actions: Action[]): Message {
  const buttons = actions.map((action) => ({ action, label: `Do ${action.do}` }));
  return { headline: [text], sections: [{ nodes: [], buttons }] };
}

/** A card in Ana's direct message with the bot. */
async function tellCard(messenger: Messenger, message: Message) {
  const account = anAccount({ platform: 'slack', userId: world.ana.id, workspaceId: world.workspace.id });
  await messenger.tell(account, message, [], { key: 'k', zone: null });
  return world.slack.dms(world.ana).at(-1)!;
}

async function startWith(desk: Partial<Desk>) {
  return world.startBot(createFakeDesk(desk));
}

describe('a button on a card in a direct message', () => {
  it('replaces the card, and answers in private', async () => {
    const pressed: Pressed = { card: card('Accepted.', { do: 'cancel', meeting }), reply: said('Leo was told.') };
    const { bot, desk } = await startWith({ press: async () => pressed });
    const message = await tellCard(bot.messenger, card('Leo asks', { do: 'accept', meeting }));
    await world.slack.press({ user: world.ana, message, actionId: `v1:accept:${meeting}` });
    const [reply] = await world.slack.waitFor(
      () => world.slack.ephemerals(world.ana).length > 0 && world.slack.ephemerals(world.ana),
    );
    expect(reply?.text).toBe('Leo was told.');
    expect(world.slack.dms(world.ana)).toMatchObject([{ text: 'Accepted.', history: [{ text: 'Leo asks' }] }]);
    expect(desk.callsOf('press')).toEqual([[{ do: 'accept', meeting }]]);
  });

  it('leaves the card where only a reply comes', async () => {
    const { bot } = await startWith({ press: async () => ({ card: null, reply: said('The session is over.') }) });
    const message = await tellCard(bot.messenger, card('Leo asks', { do: 'accept', meeting }));
    const seen = await world.slack.press({ user: world.ana, message, actionId: `v1:accept:${meeting}` });
    expect(seen.message).toMatchObject({ text: 'The session is over.', onlyFor: world.ana.id });
    expect(world.slack.dms(world.ana)).toMatchObject([{ text: 'Leo asks', history: [] }]);
  });

  it('opens the form for another time, the form that was kept, and the form for a reason', async () => {
    const { bot, desk } = await startWith({});
    const actions: Action[] = [
      { do: 'reschedule', meeting },
      { do: 'retry', form: 'f1' },
      { do: 'retry-mentor' },
      { do: 'explain', meeting },
    ];
    const message = await tellCard(bot.messenger, card('Leo asks', ...actions));
    const press = (actionId: string) => world.slack.press({ user: world.ana, message, actionId });

    const move = await press(`v1:reschedule:${meeting}`);
    expect(move).toMatchObject({ change: 'opened', view: { title: 'Another time', submit: 'Change time' } });
    await world.slack.submitView({ user: world.ana, values: { when: 'friday noon' } });
    expect(desk.callsOf('submitTime')).toMatchObject([
      [{ purpose: 'reschedule', meetingId: meeting, when: 'friday noon', subject: '' }],
    ]);

    await press('v1:retry:f1');
    expect(desk.callsOf('reopen')).toEqual([['f1']]);

    const offer = await press(encodeAction({ do: 'retry-mentor' }));
    expect(offer).toMatchObject({ change: 'opened', view: { title: 'Offer sessions' } });

    const why = await press(`v1:explain:${meeting}`);
    expect(why).toMatchObject({ change: 'opened', view: { title: 'Say why' } });
    const sent = await world.slack.submitView({ user: world.ana, values: { reason: 'I am ill.' } });
    expect(JSON.stringify(sent.view?.blocks)).toContain('Your words were sent.');
    expect(desk.callsOf('explain')).toEqual([[meeting, 'I am ill.']]);
  });

  it('sends the calendar file into the direct message', async () => {
    const file = { name: 'session.ics', content: 'BEGIN:VCALENDAR' };
    const { bot } = await startWith({ calendarFile: async () => ({ file, message: said('Here is a file.') }) });
    const message = await tellCard(bot.messenger, card('Session', { do: 'calendar-file', meeting }));
    await world.slack.press({ user: world.ana, message, actionId: `v1:calendar-file:${meeting}` });
    const [sent] = await world.slack.waitFor(
      () => world.slack.files(world.ana).length > 0 && world.slack.files(world.ana),
    );
    expect(sent).toMatchObject({ name: 'session.ics' });
    expect(world.slack.ephemerals(world.ana)).toMatchObject([{ text: 'Here is a file.' }]);
  });

  it('works when it is pressed twice', async () => {
    const { bot, desk } = await startWith({
      press: async () => ({ card: card('Accepted.', { do: 'accept', meeting }), reply: null }),
    });
    const message = await tellCard(bot.messenger, card('Leo asks', { do: 'accept', meeting }));
    const target = { user: world.ana, message, actionId: `v1:accept:${meeting}` };
    await Promise.all([world.slack.press(target), world.slack.press(target)]);
    expect(desk.callsOf('press')).toHaveLength(2);
    expect(world.slack.dms(world.ana)).toMatchObject([{ text: 'Accepted.' }]);
  });

  it('says in private what did not happen when the desk fails', async () => {
    const { bot } = await startWith({
      press: async () => {
        throw new Error('the disk is full');
      },
    });
    const message = await tellCard(bot.messenger, card('Leo asks', { do: 'accept', meeting }));
    const seen = await world.slack.press({ user: world.ana, message, actionId: `v1:accept:${meeting}` });
    expect(seen.message?.text).toMatch(/Nothing was changed\. .* reference \w{5}/);
    expect(seen.message?.onlyFor).toBe(world.ana.id);
    expect(world.slack.dms(world.ana)).toMatchObject([{ text: 'Leo asks', history: [] }]);
  });

  it('is answered kindly when it is of a version that is gone', async () => {
    const { desk } = await startWith({});
    const blocks = [
      {
        type: 'actions',
        elements: [{ type: 'button', action_id: 'v0:accept:7', text: { type: 'plain_text', text: 'Accept' } }],
      },
    ];
    await fetch(`${world.slack.apiUrl}chat.postMessage`, {
      method: 'POST',
      headers: { authorization: 'Bearer xoxb-playground-token', 'content-type': 'application/json' },
      body: JSON.stringify({ channel: world.ana.id, text: 'old', blocks }),
    });
    const message = world.slack.dms(world.ana).at(-1)!;
    const seen = await world.slack.press({ user: world.ana, message, actionId: 'v0:accept:7' });
    expect(seen.message?.text).toContain('This button is from an older version.');
    expect(desk.callsOf('press')).toEqual([]);
  });
});

describe('a button in a private message', () => {
  it('replaces it, page by page', async () => {
    const page = (cursor: string) => card(`Page ${cursor || 'one'}`, { do: 'meetings', cursor: `${cursor}x` });
    await startWith({
      meetings: async () => page(''),
      press: async (_visitor, action) => ({ card: null, reply: page('cursor' in action ? action.cursor : '') }),
    });
    const first = await world.slack.runCommand({ user: world.ana, channel: world.channel, command: '/meetings' });
    expect(first.message).toMatchObject({ text: 'Page one', onlyFor: world.ana.id });
    await world.slack.press({ user: world.ana, message: first.message!, actionId: 'v1:meetings:x' });
    expect(world.slack.ephemerals(world.ana)).toMatchObject([{ text: 'Page x', history: [{ text: 'Page one' }] }]);
    await world.slack.press({
      user: world.ana,
      message: world.slack.ephemerals(world.ana)[0]!,
      actionId: 'v1:meetings:xx',
    });
    expect(world.slack.ephemerals(world.ana)).toMatchObject([{ text: 'Page xx' }]);
  });

  it('puts a calendar file into the direct message, found by its person', async () => {
    const file = { name: 'session.ics', content: 'BEGIN:VCALENDAR' };
    await startWith({
      meetings: async () => card('Yours', { do: 'calendar-file', meeting }),
      calendarFile: async () => ({ file, message: said('Here is a file.') }),
    });
    const { message } = await world.slack.runCommand({ user: world.ana, channel: world.channel, command: '/meetings' });
    await world.slack.press({ user: world.ana, message: message!, actionId: `v1:calendar-file:${meeting}` });
    await world.slack.waitFor(() => world.slack.files(world.ana).length === 1);
  });

  it('picks one of two moments', async () => {
    const { desk } = await startWith({ meetings: async () => card('Which?', { do: 'pick', form: 'f1', at: 7 }) });
    const { message } = await world.slack.runCommand({ user: world.ana, command: '/meetings' });
    await world.slack.press({ user: world.ana, message: message!, actionId: 'v1:pick:f1:7' });
    expect(world.slack.ephemerals(world.ana)).toMatchObject([{ text: 'Maya was asked.' }]);
    expect(desk.callsOf('pick')).toEqual([['f1', 7]]);
  });
});

describe('a button in a channel', () => {
  it('never changes what others see', async () => {
    const { bot } = await startWith({ press: async () => ({ card: card('Only for you'), reply: null }) });
    const community = { externalId: world.workspace.id } as Parameters<typeof bot.messenger.post>[0];
    await bot.messenger.post(community, world.channel.id, card('Booked', { do: 'join', meeting }), {
      key: 'k',
      zone: null,
    });
    const [message] = world.slack.messages(world.channel);
    const seen = await world.slack.press({ user: world.ana, message: message!, actionId: `v1:join:${meeting}` });
    expect(seen.message).toMatchObject({ text: 'Only for you', onlyFor: world.ana.id });
    expect(world.slack.messages(world.channel)).toMatchObject([{ text: 'Booked', history: [] }]);
  });
});

describe('the Home tab', () => {
  it('shows the sessions, answers in a modal and is drawn anew', async () => {
    let presses = 0;
    await startWith({
      home: async () => card(`Home ${presses}`, { do: 'cancel', meeting }, { do: 'book', mentor: '' }),
      press: async () => {
        presses += 1;
        return { card: card('card'), reply: card('Really?', { do: 'cancel-confirmed', meeting }) };
      },
    });
    const { slack, ana } = world;
    const home = await slack.openHome({ user: ana });
    expect(home).toMatchObject({ change: 'published' });
    const seen = await slack.press({ user: ana, view: slack.home(ana)!, actionId: `v1:cancel:${meeting}` });
    expect(seen).toMatchObject({ change: 'opened', view: { title: 'Confab', submit: null } });
    expect(JSON.stringify(seen.view?.blocks)).toContain('Really?');
    await slack.waitFor(() => JSON.stringify(slack.home(ana)).includes('Home 1'));
    const confirmed = await slack.press({ user: ana, actionId: `v1:cancel-confirmed:${meeting}` });
    expect(confirmed).toMatchObject({ change: 'updated' });
    await slack.closeView({ user: ana });
    const booking = await slack.press({ user: ana, view: slack.home(ana)!, actionId: 'v1:book:' });
    expect(booking).toMatchObject({ change: 'opened', view: { title: 'Book a session' } });
  });

  it('shows the apology when it cannot be made', async () => {
    await startWith({
      home: async () => {
        throw new Error('the disk is full');
      },
    });
    await world.slack.openHome({ user: world.ana });
    expect(JSON.stringify(world.slack.home(world.ana))).toContain('Your sessions could not be shown.');
  });

  it('never shows an older page over a newer one', async () => {
    const { bot } = await startWith({});
    const account = anAccount({ platform: 'slack', userId: world.ana.id, workspaceId: world.workspace.id });
    world.slack.fail('views.publish', { delayMs: 150 });
    await Promise.all(
      ['old', 'newer', 'newest'].map((text) => bot.homePages.show(account, async () => said(text), { zone: null })),
    );
    expect(JSON.stringify(world.slack.home(world.ana))).toContain('newest');
    const published = world.journal.entries
      .filter(({ what }) => what === 'views.publish')
      .map(({ body }) => JSON.stringify(body));
    expect(published.map((body) => /newest|newer|old/.exec(body)?.[0])).toEqual(['old', 'newer', 'newest']);
  });
});
