import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { PersonId } from '#core/ids.ts';
import { plainMessage } from '#core/messages/message.ts';
import { NOW } from '../../builders.ts';
import { aTimeForm, createFakeDesk, said } from '../../fakes/fake-desk.ts';
import { createSlackWorld, labelsOf, type SlackWorld } from './bot-world.ts';

let world: SlackWorld;
beforeEach(async () => {
  world = await createSlackWorld();
});
afterEach(() => world.close());

const mayaId = 'm000000000000001' as PersonId;
const noahId = 'n000000000000001' as PersonId;
const maya = { id: mayaId, name: 'Maya', topics: ['React', 'SQL'], soonest: 'Tue 1 Dec, 10:00' };
const noah = { id: noahId, name: 'Noah', topics: ['Rust'], soonest: null };

function blockIds(view: { blocks: { block_id?: unknown }[] } | undefined): unknown[] {
  return (view?.blocks ?? []).map((block) => block.block_id);
}

describe('booking', () => {
  it('goes from /book over a chosen mentor and a free slot to a confirmation in the same modal', async () => {
    const desk = createFakeDesk({ findMentors: async () => [maya, noah] });
    await world.startBot(desk);
    const { slack, ana } = world;

    const opened = await slack.runCommand({ user: ana, command: '/book' });
    expect(opened).toMatchObject({ outcome: 'ok', change: 'opened', view: { title: 'Book a session' } });
    expect(blockIds(opened.view)).toEqual(['mentor', 'when', 'subject', 'description']);
    expect(labelsOf(opened.view)).toEqual(['Mentor', 'When', 'Subject', 'Anything your mentor should know']);
    slack.fillIn({ user: ana, values: { subject: 'Hooks', description: 'useEffect runs twice' } });

    const suggested = await slack.typeahead({ user: ana, actionId: 'mentor', value: 'rea' });
    expect(suggested.options).toMatchObject([
      { text: 'Maya: React, SQL', value: mayaId, description: expect.stringContaining('Soonest') },
      { text: 'Noah: Rust', value: noahId, description: 'No free time soon' },
    ]);
    const drawn = await slack.choose({ user: ana, actionId: 'mentor', values: mayaId });
    expect(drawn).toMatchObject({ change: 'updated' });
    expect(blockIds(drawn.view)).toEqual(['mentor', `slot:${mayaId}`, 'when', 'subject', 'description']);

    const done = await slack.submitView({ user: ana, values: { slot: String(NOW) } });
    expect(done).toMatchObject({ outcome: 'ok', change: 'updated', view: { submit: null } });
    expect(JSON.stringify(done.view?.blocks)).toContain('Maya was asked.');
    expect(desk.callsOf('submitTime')).toEqual([
      [
        {
          formId: 'form000000000001',
          purpose: 'book',
          mentorId: mayaId,
          meetingId: null,
          slot: NOW,
          when: '',
          subject: 'Hooks',
          description: 'useEffect runs twice',
          zone: null,
        },
      ],
    ]);
  });

  it('has the slots at once when the text names one mentor', async () => {
    const desk = createFakeDesk({ findMentors: async () => [maya] });
    await world.startBot(desk);
    const opened = await world.slack.runCommand({ user: world.ana, command: '/book', text: 'maya & co' });
    expect(opened.view?.values).toMatchObject({ mentor: { mentor: { selected_option: { value: mayaId } } } });
    expect(blockIds(opened.view)).toContain(`slot:${mayaId}`);
    expect(desk.callsOf('findMentors')[0]).toEqual(['maya & co', 2]);
  });

  it('finds the mentor somebody mentioned', async () => {
    const desk = createFakeDesk({ findMentors: async () => [] });
    await world.startBot(desk);
    const opened = await world.slack.runCommand({ user: world.ana, command: '/book', text: '@maya' });
    expect(desk.callsOf('introduce')).toMatchObject([
      [{ userId: world.maya.id, name: 'maya', zone: 'America/New_York' }],
    ]);
    expect(desk.callsOf('openBooking')).toEqual([[`person-${world.maya.id}`]]);
    expect(JSON.stringify(opened.view?.blocks)).toContain('Book a session with Maya');
  });

  it('asks for somebody else when who was mentioned is not served', async () => {
    const bot = world.slack.addUser(world.workspace, { name: 'otherbot', isBot: true });
    await world.startBot();
    const opened = await world.slack.runCommand({ user: world.ana, command: '/book', text: `@${bot.name}` });
    expect(blockIds(opened.view)).toContain('mentor');
    expect(JSON.stringify(opened.view?.blocks)).toContain(
      'otherbot is a bot. Confab is for people. Please choose somebody else.',
    );
  });

  it('asks to choose when the text fits several mentors, or nobody', async () => {
    const found = { value: [maya, noah] };
    await world.startBot(createFakeDesk({ findMentors: async () => found.value }));
    const several = await world.slack.runCommand({ user: world.ana, command: '/book', text: 'a*' });
    expect(JSON.stringify(several.view?.blocks)).toContain('Several mentors fit a*\u200b. Please choose one.');
    found.value = [];
    const nobody = await world.slack.runCommand({ user: world.ana, command: '/book', text: 'zzz' });
    expect(JSON.stringify(nobody.view?.blocks)).toContain('Nobody fits zzz.');
  });

  it('says so when there are no mentors at all', async () => {
    await world.startBot(createFakeDesk({ findMentors: async () => [] }));
    await world.slack.runCommand({ user: world.ana, command: '/book' });
    const view = await world.slack.waitFor(() =>
      world.slack.openViews(world.ana).find(({ submit }) => submit === null),
    );
    expect(JSON.stringify(view.blocks)).toContain('No mentors yet.');
  });

  it('opens by the shortcut and by a bot that was started again in between', async () => {
    const first = await world.startBot(createFakeDesk({ findMentors: async () => [maya] }));
    await world.slack.runShortcut({ user: world.ana, callbackId: 'confab_book' });
    await first.bot.stop();
    const { desk } = await world.startBot(createFakeDesk({ findMentors: async () => [maya] }));
    await world.slack.typeahead({ user: world.ana, actionId: 'mentor', value: '' });
    await world.slack.choose({ user: world.ana, actionId: 'mentor', values: mayaId });
    const done = await world.slack.submitView({ user: world.ana, values: { when: 'tomorrow 3pm', subject: 'Hooks' } });
    expect(done).toMatchObject({ outcome: 'ok', change: 'updated' });
    expect(desk.callsOf('submitTime')).toMatchObject([[{ when: 'tomorrow 3pm', slot: null }]]);
  });

  it('drops a slot of the mentor who was chosen before', async () => {
    const desk = createFakeDesk({
      findMentors: async () => [maya, noah],
      openBooking: async (_visitor, mentorId) => ({ open: 'form', form: aTimeForm({ id: `f-${mentorId}`, mentorId }) }),
    });
    await world.startBot(desk);
    const { slack, ana } = world;
    await slack.runCommand({ user: ana, command: '/book' });
    await slack.typeahead({ user: ana, actionId: 'mentor', value: '' });
    await slack.choose({ user: ana, actionId: 'mentor', values: mayaId });
    slack.fillIn({ user: ana, values: { slot: String(NOW), subject: 'Hooks' } });
    const drawn = await slack.choose({ user: ana, actionId: 'mentor', values: noahId });
    expect(drawn.view?.values[`slot:${noahId}`]).toMatchObject({ slot: { selected_option: null } });
    await slack.submitView({ user: ana });
    expect(desk.callsOf('submitTime')).toMatchObject([
      [{ mentorId: noahId, slot: null, subject: 'Hooks', formId: `f-${noahId}` }],
    ]);
  });

  it('points at the field to mend, and keeps what was typed', async () => {
    const desk = createFakeDesk({
      findMentors: async () => [maya],
      submitTime: async () => ({
        ok: false,
        field: 'when',
        problem: ['Maya is busy then. Free: ', { at: NOW, as: 'date-time' }],
        message: said('Nothing was booked.'),
      }),
    });
    await world.startBot(desk);
    const { slack, ana } = world;
    await slack.runCommand({ user: ana, command: '/book', text: 'maya' });
    const refused = await slack.submitView({ user: ana, values: { when: 'noon', subject: 'Hooks' } });
    expect(refused.errors).toEqual({ when: 'Maya is busy then. Free: Tue 1 Dec 2026, 10:00 (Europe/Berlin)' });
    expect(slack.openViews(ana)[0]?.values).toMatchObject({ subject: { subject: { value: 'Hooks' } } });
  });

  it('points at the time in words when it is not the one that was picked', async () => {
    const desk = createFakeDesk({
      findMentors: async () => [maya],
      submitTime: async ({ person }, { slot, when }) =>
        slot !== null && when !== ''
          ? { ok: false, field: 'when', problem: [`Which of the two, ${person.name}?`], message: said('No.') }
          : { ok: true, message: said('Maya was asked.') },
    });
    await world.startBot(desk);
    const { slack, ana: user } = world;
    await slack.runCommand({ user, command: '/book', text: 'maya' });
    const both = await slack.submitView({ user, values: { slot: String(NOW), when: 'noon', subject: 'Hooks' } });
    expect(both.errors).toEqual({ when: 'Which of the two, ana?' });
    const one = await slack.submitView({ user, values: { when: '' } });
    expect(JSON.stringify(one.view?.blocks)).toContain('Maya was asked.');
  });

  it('points at the time in words where the form has no slots', async () => {
    const desk = createFakeDesk({
      findMentors: async () => [maya],
      openBooking: async () => ({ open: 'nothing', message: said('Maya has no free time until March.') }),
      submitTime: async () => ({ ok: false, field: 'slot', problem: ['Please say when.'], message: said('No.') }),
    });
    await world.startBot(desk);
    const { slack, ana } = world;
    const opened = await slack.runCommand({ user: ana, command: '/book', text: 'maya' });
    expect(JSON.stringify(opened.view?.blocks)).toContain('Maya has no free time until March.');
    const refused = await slack.submitView({ user: ana, values: { subject: 'Hooks' } });
    expect(refused.errors).toEqual({ when: 'Please say when.' });
    expect(desk.callsOf('submitTime')).toMatchObject([
      [{ mentorId: mayaId, formId: expect.stringMatching(/^[0-9a-v]{16}$/) }],
    ]);
  });

  it('answers within three seconds and finishes in the same modal when the desk takes longer', async () => {
    const gate = Promise.withResolvers<void>();
    const desk = createFakeDesk({
      findMentors: async () => [maya],
      submitTime: async () => {
        await gate.promise;
        return { ok: true, message: said('Maya was asked at last.') };
      },
    });
    await world.startBot(desk);
    const { slack, ana } = world;
    await slack.runCommand({ user: ana, command: '/book', text: 'maya' });
    const waiting = await slack.submitView({ user: ana, values: { when: 'noon', subject: 'Hooks' } });
    expect(waiting).toMatchObject({ outcome: 'ok', change: 'updated' });
    expect(JSON.stringify(waiting.view?.blocks)).toContain('Still working on it');
    gate.resolve();
    await slack.waitFor(() => JSON.stringify(slack.openViews(ana)).includes('Maya was asked at last.'));
  });

  it('tells the late answer in a direct message to somebody who closed the modal', async () => {
    const gate = Promise.withResolvers<void>();
    const desk = createFakeDesk({
      findMentors: async () => [maya],
      submitTime: async () => {
        await gate.promise;
        return { ok: true, message: said('Maya was asked at last.') };
      },
    });
    await world.startBot(desk);
    const { slack, ana } = world;
    await slack.runCommand({ user: ana, command: '/book', text: 'maya' });
    await slack.submitView({ user: ana, values: { when: 'noon', subject: 'Hooks' } });
    await slack.closeView({ user: ana });
    gate.resolve();
    const [dm] = await slack.waitFor(() => slack.dms(ana).length > 0 && slack.dms(ana));
    expect(dm?.text).toBe('Maya was asked at last.');
  });

  it('opens something to wait with when preparing the form takes long', async () => {
    const gate = Promise.withResolvers<void>();
    const desk = createFakeDesk({
      findMentors: async () => {
        await gate.promise;
        return [maya];
      },
    });
    await world.startBot(desk);
    const { slack, ana } = world;
    const opened = await slack.runCommand({ user: ana, command: '/book', text: 'maya', settleMs: 3_000 });
    expect(JSON.stringify(opened.view?.blocks)).toContain('One moment…');
    gate.resolve();
    await slack.waitFor(() => slack.openViews(ana)[0]?.title === 'Book a session');
  });

  it('asks for the zone in the form while it is not known', async () => {
    const form = aTimeForm({ zone: null });
    const desk = createFakeDesk({
      findMentors: async () => [maya],
      openBooking: async () => ({ open: 'zone', formId: form.id, suggestions: [] }),
      reopen: async () => ({ open: 'form', form }),
    });
    await world.startBot(desk);
    await world.slack.runCommand({ user: world.ana, command: '/book', text: 'maya' });
    await world.slack.submitView({ user: world.ana, values: { when: 'noon', subject: 'Hooks', zone: 'Berlin' } });
    expect(desk.callsOf('submitTime')).toMatchObject([[{ zone: 'Berlin', formId: form.id }]]);
  });

  it('says what did not happen, with a reference that the log has and no words of the person', async () => {
    const desk = createFakeDesk({
      findMentors: async () => [maya],
      submitTime: async () => {
        throw new Error('the disk is full');
      },
    });
    await world.startBot(desk);
    const { slack, ana } = world;
    await slack.runCommand({ user: ana, command: '/book', text: 'maya' });
    const failed = await slack.submitView({ user: ana, values: { when: 'noon', subject: 'Secret subject' } });
    const sentence = failed.errors?.mentor ?? '';
    expect(sentence).toContain('Nothing was booked or moved.');
    const reference = /reference (\w{5})/.exec(sentence)?.[1] ?? '-';
    expect(world.logged.join('')).toContain(`"reference":"${reference}"`);
    expect(world.logged.join('')).not.toMatch(/Secret subject|xoxb-|xapp-/);
  });

  it('shows a note with markup of others as plain text', async () => {
    const desk = createFakeDesk({
      findMentors: async () => [maya],
      openBooking: async () => ({ open: 'nothing', message: plainMessage(['<!channel> <@U1> *now*']) }),
    });
    await world.startBot(desk);
    const opened = await world.slack.runCommand({ user: world.ana, command: '/book', text: 'maya' });
    expect(JSON.stringify(opened.view?.blocks)).toContain('&lt;!channel&gt; &lt;@U1&gt; *\u200bnow*\u200b');
  });
});
