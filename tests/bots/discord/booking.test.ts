import { afterEach, describe, expect, it } from 'vitest';
import type { MentorChoice } from '#core/desk/desk.ts';
import type { PersonId } from '#core/ids.ts';
import { plainMessage } from '#core/messages/message.ts';
import { NOW } from '../../builders.ts';
import { aTimeForm, said } from '../../fakes/fake-desk.ts';
import { type BotWorld, createBotWorld } from './bot-world.ts';

let world: BotWorld;
afterEach(() => world.close());

const mayaId = 'm000000000000001' as PersonId;
const maya: MentorChoice = { id: mayaId, name: 'Maya', topics: ['React', 'SQL'], soonest: 'Thu 3 Dec, 18:00' };
const noor: MentorChoice = { id: 'n000000000000001' as PersonId, name: 'Noor', topics: [], soonest: null };

function labelled(modal: { components: Record<string, unknown>[] } | undefined) {
  return modal?.components.map((label) => {
    const field = label.component as Record<string, unknown>;
    return { label: label.label, id: field.custom_id, required: field.required, value: field.value };
  });
}

describe('/book with a mentor', () => {
  it('opens the form at once, and tells the desk what was chosen and typed', async () => {
    world = await createBotWorld();
    const { discord, desk, leo } = world;
    const opened = await world.run('book', { mentor: mayaId });
    expect(opened.kind).toBe('modal');
    expect(opened.modal?.title).toBe('Book a session with Maya');
    expect(opened.modal?.customId).toBe('v1:form:book:form000000000001:m000000000000001');
    expect(labelled(opened.modal)).toEqual([
      { label: 'Free times', id: 'slot', required: false, value: undefined },
      { label: 'Or another time', id: 'when', required: false, value: undefined },
      { label: 'Subject', id: 'subject', required: true, value: undefined },
      { label: 'Anything your mentor should know', id: 'description', required: false, value: undefined },
    ]);
    expect(opened.modal?.components[2]).toMatchObject({ component: { placeholder: 'What is it about?' } });
    expect(desk.callsOf('openBooking')).toEqual([[mayaId]]);

    const sent = await discord.submitModal({
      user: leo,
      modal: opened.modal!,
      fields: { slot: [String(NOW)], subject: 'Recursion', description: 'It never ends.' },
    });
    expect(sent.kind).toBe('deferred-message');
    const answer = await sent.settled();
    expect(answer).toMatchObject({ content: 'Maya was asked.', ephemeral: true });
    expect(desk.callsOf('submitTime')).toEqual([
      [
        {
          formId: 'form000000000001',
          purpose: 'book',
          mentorId: mayaId,
          meetingId: null,
          slot: NOW,
          when: '',
          subject: 'Recursion',
          description: 'It never ends.',
          zone: null,
        },
      ],
    ]);
  });

  it('tells the desk who asks, and where', async () => {
    world = await createBotWorld();
    const { desk, leo, olga, guild, discord, channel } = world;
    await world.run('book', { mentor: mayaId });
    await discord.runCommand({ user: olga, channel, name: 'book', options: { mentor: mayaId } });
    await discord.runCommand({ user: leo, dm: true, name: 'book', options: { mentor: mayaId } });
    const asker = { platform: 'discord', userId: leo.id, workspaceId: null, name: 'Leo', zone: null, locale: 'de' };
    const community = { externalId: guild.id, name: 'Garden' };
    expect(desk.callsOf('arrive').map(([given]) => given)).toEqual([
      { ...asker, community, admin: false },
      { ...asker, userId: olga.id, name: 'Olga', locale: 'en-GB', community, admin: true },
      { ...asker, community: null, admin: false },
    ]);
  });

  it('can be sent after a restart', async () => {
    world = await createBotWorld();
    const opened = await world.run('book', { mentor: mayaId });
    await world.restart();
    const fields = { when: 'fri 17:30', subject: 'Recursion' };
    const sent = await world.discord.submitModal({ user: world.leo, modal: opened.modal!, fields });
    expect((await sent.settled()).content).toBe('Maya was asked.');
    expect(world.desk.callsOf('submitTime')[0]).toMatchObject([
      { formId: 'form000000000001', slot: null, when: 'fri 17:30' },
    ]);
  });

  it('takes a name or a topic where Discord sends what was typed', async () => {
    const found: Record<string, MentorChoice[]> = { maya: [maya], react: [maya, noor] };
    world = await createBotWorld({ findMentors: async (_visitor, query) => found[query] ?? [] });
    expect((await world.run('book', { mentor: 'maya' })).kind).toBe('modal');
    expect(world.desk.callsOf('openBooking')).toEqual([[mayaId]]);

    const several = await world.run('book', { mentor: 'react' });
    expect(several.message).toMatchObject({ ephemeral: true });
    expect(several.message?.components).toMatchObject([
      { components: [{ type: 3, options: [{ value: maya.id }, { value: noor.id }] }] },
    ]);
    expect(several.message?.content).toContain('Who would you like to talk to?');
  });

  it('offers everybody when nobody fits what was typed', async () => {
    world = await createBotWorld({ findMentors: async (_visitor, query) => (query === '' ? [maya, noor] : []) });
    const { discord, leo, desk } = world;
    const { message } = await world.run('book', { mentor: 'zebra *@everyone*' });
    expect(message).toMatchObject({ ephemeral: true, pings: { everyone: false } });
    expect(message?.content).toContain('Nobody who offers sessions here fits "zebra \\*@\u200beveryone\\*".');
    expect(message?.components).toMatchObject([
      { components: [{ type: 3, options: [{ value: maya.id }, { value: noor.id }] }] },
    ]);
    const chosen = await discord.choose({ user: leo, message: message!, values: [noor.id] });
    expect(chosen.kind).toBe('modal');
    expect(desk.callsOf('openBooking')).toEqual([[noor.id]]);
  });

  it('says that there are no mentors only where there are none at all', async () => {
    world = await createBotWorld();
    const { message } = await world.run('book', { mentor: 'zebra' });
    expect(message).toMatchObject({ content: 'No mentors yet.', ephemeral: true });
    expect(world.desk.callsOf('findMentors')).toEqual([
      ['zebra', 25],
      ['', 25],
    ]);
  });

  it('suggests mentors with their topics and soonest time', async () => {
    const long = { ...maya, topics: ['x'.repeat(200)] };
    world = await createBotWorld({ findMentors: async () => [maya, noor, long] });
    const { leo, channel, discord, desk } = world;
    const typed = await discord.autocomplete({
      user: leo,
      channel,
      name: 'book',
      options: { mentor: 'ma' },
      focused: 'mentor',
    });
    expect(typed.choices).toEqual([
      { name: 'Maya: React, SQL (soonest Thu 3 Dec, 18:00)', value: maya.id },
      { name: 'Noor (no free time at present)', value: noor.id },
      { name: `Maya: ${'x'.repeat(66)}… (soonest Thu 3 Dec, 18:00)`, value: maya.id },
    ]);
    expect(typed.choices?.at(-1)?.name).toHaveLength(100);
    expect(desk.callsOf('findMentors')).toEqual([['ma', 25]]);
  });

  it('says what the desk says instead of a form', async () => {
    world = await createBotWorld({
      openBooking: async () => ({ open: 'nothing', message: said('Maya has no free time.') }),
    });
    const answer = await world.run('book', { mentor: mayaId });
    expect(answer.message).toMatchObject({ content: 'Maya has no free time.', ephemeral: true });
  });

  it('offers to go on when the form takes too long', async () => {
    const { promise: slow, resolve } = Promise.withResolvers<void>();
    let calls = 0;
    world = await createBotWorld({
      async openBooking() {
        calls += 1;
        if (calls === 1) await slow;
        return { open: 'form', form: aTimeForm() };
      },
    });
    const first = await world.run('book', { mentor: mayaId });
    expect(first.message).toMatchObject({ ephemeral: true, content: expect.stringContaining('takes longer') });
    expect(first.elapsedMs).toBeLessThan(2_800);
    const again = await world.discord.press({ user: world.leo, message: first.message!, label: 'Go on' });
    expect(again.kind).toBe('modal');
    resolve();
  });
});

describe('/book without a mentor', () => {
  it('lists mentors, and the chosen one brings the form; the answer takes the place of the list', async () => {
    world = await createBotWorld({ findMentors: async () => [maya, noor] });
    const { discord, leo, desk } = world;
    const list = await (await world.run('book')).settled();
    expect(list.ephemeral).toBe(true);
    expect(list.content).toContain('Who would you like to talk to?');
    expect(list.components).toMatchObject([
      {
        components: [
          {
            custom_id: 'v1:form:choose-mentor',
            options: [
              { label: 'Maya', value: maya.id, description: 'React, SQL · soonest Thu 3 Dec, 18:00' },
              { label: 'Noor', value: noor.id, description: 'no free time at present' },
            ],
          },
        ],
      },
    ]);
    const chosen = await discord.choose({ user: leo, message: list, values: [maya.id] });
    expect(chosen.kind).toBe('modal');
    expect(desk.callsOf('openBooking')).toEqual([[maya.id]]);
    const sent = await discord.submitModal({
      user: leo,
      modal: chosen.modal!,
      fields: { slot: [String(NOW)], subject: 'Hi' },
    });
    expect(sent.kind).toBe('deferred-update');
    await discord.waitFor(() => discord.message(list.id)?.content === 'Maya was asked.');
    expect(discord.message(list.id)?.components).toEqual([]);
    expect(discord.ephemerals(leo)).toHaveLength(1);
  });

  it('says so when there is nobody', async () => {
    world = await createBotWorld();
    expect((await (await world.run('book')).settled()).content).toBe('No mentors yet.');
  });
});

describe('somebody whose time zone is not known', () => {
  const suggestions = [
    { zone: 'Europe/Berlin', label: 'Berlin (UTC+1)' },
    { zone: 'Europe/Vienna', label: 'Vienna (UTC+1)' },
  ];

  it('chooses one from a list, and the form goes on', async () => {
    world = await createBotWorld({
      openBooking: async () => ({ open: 'zone', formId: 'form000000000001', suggestions }),
    });
    const { discord, leo, desk } = world;
    const question = await world.run('book', { mentor: mayaId });
    expect(question.message).toMatchObject({ ephemeral: true, content: expect.stringContaining('Where are you?') });
    const chosen = await discord.choose({ user: leo, message: question.message!, values: ['Europe/Vienna'] });
    expect(chosen.kind).toBe('modal');
    expect(desk.callsOf('setZone')).toEqual([['Europe/Vienna']]);
    expect(desk.callsOf('reopen')).toEqual([['form000000000001']]);
  });

  it('types it in a fifth field when it is not listed', async () => {
    world = await createBotWorld({
      openBooking: async () => ({ open: 'zone', formId: 'form000000000001', suggestions }),
      reopen: async () => ({ open: 'form', form: aTimeForm({ zone: null }) }),
    });
    const { discord, leo, desk } = world;
    const question = await world.run('book', { mentor: mayaId });
    const opened = await discord.press({ user: leo, message: question.message!, label: 'My zone is not listed' });
    expect(labelled(opened.modal)).toHaveLength(5);
    expect(labelled(opened.modal)?.at(-1)).toEqual({
      label: 'Your city or time zone',
      id: 'zone',
      required: true,
      value: undefined,
    });
    const fields = { when: 'fri 17:30', subject: 'Hi', zone: 'Quito' };
    await discord.submitModal({ user: leo, modal: opened.modal!, fields });
    await discord.waitFor(() => desk.callsOf('submitTime').length === 1);
    expect(desk.callsOf('submitTime')[0]).toMatchObject([{ when: 'fri 17:30', zone: 'Quito' }]);
  });
});

describe('a refused form', () => {
  it('comes back with what was typed', async () => {
    const typed = { slot: NOW, when: 'fri 17:03', subject: 'Recursion', description: 'It never ends.' };
    world = await createBotWorld({
      submitTime: async () => ({
        ok: false,
        field: 'when',
        problem: ['Times are on a grid.'],
        message: plainMessage(
          ['Not booked.'],
          [],
          [{ action: { do: 'retry', form: 'form000000000001' }, label: 'Try again' }],
        ),
      }),
      reopen: async () => ({ open: 'form', form: aTimeForm({ typed }) }),
    });
    const { discord, leo } = world;
    const opened = await world.run('book', { mentor: mayaId });
    const sent = await discord.submitModal({
      user: leo,
      modal: opened.modal!,
      fields: { when: 'fri 17:03', subject: 'Recursion' },
    });
    const refused = await sent.settled();
    expect(refused.content).toBe('Not booked.');
    const again = await discord.press({ user: leo, message: refused, label: 'Try again' });
    expect(labelled(again.modal)?.map(({ value }) => value)).toEqual([
      undefined,
      'fri 17:03',
      'Recursion',
      'It never ends.',
    ]);
    const [free] = again.modal!.components;
    expect(free).toMatchObject({ component: { options: [{ value: String(NOW), default: true }, { default: false }] } });
  });
});

describe('a form to move a session', () => {
  it('has no subject, and carries the session and the mentor', async () => {
    world = await createBotWorld();
    const { discord, leo, desk } = world;
    const meeting = 's000000000000001' as never;
    const card = await world.card(
      plainMessage(['A session.'], [], [{ action: { do: 'reschedule', meeting }, label: 'Move' }]),
    );
    const opened = await discord.press({ user: leo, message: card, label: 'Move' });
    expect(labelled(opened.modal)?.map(({ id }) => id)).toEqual(['slot', 'when']);
    const sent = await discord.submitModal({ user: leo, modal: opened.modal!, fields: { when: 'fri 17:30' } });
    expect(await sent.settled()).toMatchObject({ ephemeral: true });
    expect(desk.callsOf('submitTime')[0]).toMatchObject([
      { purpose: 'reschedule', meetingId: meeting, mentorId: mayaId, when: 'fri 17:30', subject: '', zone: null },
    ]);
  });

  it('asks for a time in words alone when nothing is free', async () => {
    world = await createBotWorld({ openBooking: async () => ({ open: 'form', form: aTimeForm({ slots: [] }) }) });
    const opened = await world.run('book', { mentor: mayaId });
    expect(labelled(opened.modal)?.slice(0, 1)).toEqual([
      { label: 'When', id: 'when', required: false, value: undefined },
    ]);
  });
});
