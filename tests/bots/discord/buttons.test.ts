import { afterEach, describe, expect, it } from 'vitest';
import type { MeetingId } from '#core/ids.ts';
import type { Action } from '#core/messages/action.ts';
import { type Message, plainMessage } from '#core/messages/message.ts';
import { said } from '../../fakes/fake-desk.ts';
import { type BotWorld, createBotWorld, TOKEN } from './bot-world.ts';

let world: BotWorld;
afterEach(() => world.close());

const meeting = 's000000000000001' as MeetingId;

function withButton(text: string, action: Action, label = 'Press'): Message {
  return plainMessage([text], [], [{ action, label }]);
}

/** A private message of ours with this button. */
async function privately(action: Action) {
  world.desk.calls.length = 0;
  const result = await world.run('meetings');
  const message = await result.settled();
  return world.discord.press({
    user: world.leo,
    message,
    customId: `v1:${action.do}:${'meeting' in action ? action.meeting : ''}`,
  });
}

describe('a button on a card', () => {
  it('changes the card', async () => {
    world = await createBotWorld({
      press: async () => ({ card: withButton('Accepted.', { do: 'cancel', meeting }), reply: null }),
    });
    const { discord, desk, leo } = world;
    const card = await world.card(withButton('A request.', { do: 'accept', meeting }));
    const pressed = await discord.press({ user: leo, message: card, label: 'Press' });
    expect(pressed.kind).toBe('deferred-update');
    await discord.waitFor(() => discord.message(card)?.content === 'Accepted.');
    expect(desk.callsOf('press')).toEqual([[{ do: 'accept', meeting }]]);
    expect(discord.ephemerals(leo)).toEqual([]);
  });

  it('answers beside it in private, and leaves the card where there is nothing new', async () => {
    world = await createBotWorld({ press: async () => ({ card: null, reply: said('Really?') }) });
    const { discord, leo } = world;
    const card = await world.card(withButton('A session.', { do: 'cancel', meeting }));
    await discord.press({ user: leo, message: card, label: 'Press' });
    const [answer] = await discord.waitFor(() => discord.ephemerals(leo).length > 0 && discord.ephemerals(leo));
    expect(answer?.content).toBe('Really?');
    expect(discord.message(card)).toMatchObject({ content: 'A session.', editedAt: null });
  });

  it('may be pressed twice at once', async () => {
    world = await createBotWorld({ press: async () => ({ card: said('Accepted.'), reply: null }) });
    const { discord, leo, desk } = world;
    const card = await world.card(withButton('A request.', { do: 'accept', meeting }));
    const press = () => discord.press({ user: leo, message: card, label: 'Press' });
    const both = await Promise.all([press(), press()]);
    expect(both.map(({ outcome }) => outcome)).toEqual(['answered', 'answered']);
    await discord.waitFor(() => desk.callsOf('press').length === 2);
  });

  it('works after a restart', async () => {
    world = await createBotWorld({ press: async () => ({ card: said('Accepted.'), reply: null }) });
    const { discord, leo } = world;
    const card = await world.card(withButton('A request.', { do: 'accept', meeting }));
    await world.restart();
    await discord.press({ user: leo, message: card, label: 'Press' });
    await discord.waitFor(() => discord.message(card)?.content === 'Accepted.');
  });

  it('gets a kind answer when nobody knows it any more', async () => {
    world = await createBotWorld();
    const { discord, leo, channel } = world;
    const button = { type: 2, style: 1, label: 'Old', custom_id: 'v0:dance' };
    const posted = await fetch(`${discord.apiUrl}/v10/channels/${channel.id}/messages`, {
      method: 'POST',
      headers: { authorization: `Bot ${TOKEN}`, 'content-type': 'application/json' },
      body: JSON.stringify({ content: 'old', components: [{ type: 1, components: [button] }] }),
    });
    const { id } = (await posted.json()) as { id: string };
    const pressed = await discord.press({ user: leo, message: id, label: 'Old' });
    expect(pressed.message).toMatchObject({ ephemeral: true, content: expect.stringContaining('older Confab') });
  });
});

describe('a select that Confab does not have', () => {
  it('gets a kind answer', async () => {
    world = await createBotWorld();
    const { discord, leo, maya, channel } = world;
    const posted = await fetch(`${discord.apiUrl}/v10/channels/${channel.id}/messages`, {
      method: 'POST',
      headers: { authorization: `Bot ${TOKEN}`, 'content-type': 'application/json' },
      body: JSON.stringify({
        content: 'old',
        components: [{ type: 1, components: [{ type: 5, custom_id: 'v1:form:choose-mentor' }] }],
      }),
    });
    const { id } = (await posted.json()) as { id: string };
    const chosen = await discord.choose({ user: leo, message: id, values: [maya.id] });
    expect(chosen.message).toMatchObject({ ephemeral: true, content: expect.stringContaining('older Confab') });
  });
});

describe('a button on a private message', () => {
  it('is answered in its place', async () => {
    world = await createBotWorld({
      meetings: async () => withButton('Your sessions.', { do: 'cancel', meeting }),
      press: async () => ({ card: said('The card.'), reply: said('Really?') }),
    });
    const { discord, leo } = world;
    const pressed = await privately({ do: 'cancel', meeting });
    expect(pressed.kind).toBe('deferred-update');
    await discord.waitFor(() => discord.ephemerals(leo)[0]?.content === 'Really?');
    expect(discord.ephemerals(leo)).toHaveLength(1);
    expect(discord.ephemerals(leo)[0]?.components).toEqual([]);
  });

  it('is answered in its place in direct messages too', async () => {
    world = await createBotWorld({ meetings: async () => withButton('Your sessions.', { do: 'cancel', meeting }) });
    const { discord, leo } = world;
    const asked = await discord.runCommand({ user: leo, dm: true, name: 'meetings' });
    const list = await asked.settled();
    await discord.press({ user: leo, message: list, label: 'Press' });
    await discord.waitFor(() => discord.message(list)?.content === 'Pressed.');
    expect(discord.ephemerals(leo)).toHaveLength(1);
  });

  it('turns pages in place', async () => {
    world = await createBotWorld({
      meetings: async () => withButton('Page one.', { do: 'meetings', cursor: 'next' }, 'More'),
      press: async () => ({ card: null, reply: said('Page two.') }),
    });
    const { discord, leo, desk } = world;
    const page = await (await world.run('meetings')).settled();
    await discord.press({ user: leo, message: page, label: 'More' });
    await discord.waitFor(() => discord.message(page)?.content === 'Page two.');
    expect(desk.callsOf('press')).toEqual([[{ do: 'meetings', cursor: 'next' }]]);
  });

  it('settles which of two times was meant', async () => {
    world = await createBotWorld({
      meetings: async () => withButton('Which?', { do: 'pick', form: 'form000000000001', at: 42 }),
    });
    const { discord, leo, desk } = world;
    const question = await (await world.run('meetings')).settled();
    await discord.press({ user: leo, message: question, label: 'Press' });
    await discord.waitFor(() => discord.message(question)?.content === 'Maya was asked.');
    expect(desk.callsOf('pick')).toEqual([['form000000000001', 42]]);
  });

  it('hands over the calendar file beside it', async () => {
    world = await createBotWorld({
      meetings: async () => withButton('Your sessions.', { do: 'calendar-file', meeting }),
      calendarFile: async () => ({
        file: { name: 'session.ics', content: 'BEGIN:VCALENDAR' },
        message: said('Here it is.'),
      }),
    });
    const pressed = await privately({ do: 'calendar-file', meeting });
    const answer = await pressed.settled();
    expect(answer).toMatchObject({ content: 'Here it is.', ephemeral: true });
    expect(answer.attachments).toMatchObject([{ filename: 'session.ics', text: 'BEGIN:VCALENDAR' }]);
    expect(world.discord.ephemerals(world.leo)).toHaveLength(2);
  });
});

describe('buttons that open something', () => {
  it('ask for a reason, and send it', async () => {
    world = await createBotWorld();
    const { discord, leo, desk } = world;
    const card = await world.card(withButton('Declined.', { do: 'explain', meeting }));
    const opened = await discord.press({ user: leo, message: card, label: 'Press' });
    expect(opened.modal).toMatchObject({ title: 'Say why', customId: `v1:form:explain:${meeting}` });
    const sent = await discord.submitModal({ user: leo, modal: opened.modal!, fields: { reason: 'I am away.' } });
    expect(await sent.settled()).toMatchObject({ content: 'Your words were sent.', ephemeral: true });
    expect(desk.callsOf('explain')).toEqual([[meeting, 'I am away.']]);
    expect(discord.message(card)?.content).toBe('Declined.');
  });

  it('ask for a mentor where the button names none', async () => {
    world = await createBotWorld();
    const { discord, leo } = world;
    const card = await world.card(withButton('Book again?', { do: 'book', mentor: '' }));
    const pressed = await discord.press({ user: leo, message: card, label: 'Press' });
    expect(await pressed.settled()).toMatchObject({ content: 'No mentors yet.', ephemeral: true });
  });
});
