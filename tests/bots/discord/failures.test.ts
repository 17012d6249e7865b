import { afterEach, describe, expect, it } from 'vitest';
import type { MeetingId, PersonId } from '#core/ids.ts';
import { plainMessage } from '#core/messages/message.ts';
import { said } from '../../fakes/fake-desk.ts';
import { type BotWorld, createBotWorld } from './bot-world.ts';

let world: BotWorld;
afterEach(() => world.close());

const mentor = 'm000000000000001' as PersonId;
const broken = async () => {
  throw new Error('the disk is full');
};

function errors() {
  return world.log.map((line) => JSON.parse(line)).filter(({ level }) => level >= 50);
}

describe('when the desk breaks', () => {
  it('says that nothing was booked, with the reference that is in the log', async () => {
    world = await createBotWorld({ submitTime: broken });
    const opened = await world.run('book', { mentor });
    const fields = { when: 'fri 17:30', subject: 'My secret' };
    const sent = await world.discord.submitModal({ user: world.leo, modal: opened.modal!, fields });
    const answer = await sent.settled();
    expect(answer).toMatchObject({ ephemeral: true, content: expect.stringContaining('Nothing was booked.') });
    const [logged] = errors();
    expect(logged).toMatchObject({ route: 'form book', failure: { message: 'the disk is full' } });
    expect(logged.reference).toMatch(/^[0-9a-v]{5}$/);
    expect(answer.content).toContain(`\`${logged.reference}\``);
    expect(world.log.join()).not.toContain('My secret');
    expect(world.log.join()).not.toContain('Leo');
  });

  it('says so where a form was to be opened', async () => {
    world = await createBotWorld({ openBooking: broken });
    const answer = await world.run('book', { mentor });
    expect(answer.message).toMatchObject({ ephemeral: true, content: expect.stringContaining('Nothing was booked.') });
  });

  it('leaves the card as it is, and says so beside it', async () => {
    world = await createBotWorld({ press: broken });
    const { discord, leo } = world;
    const action = { do: 'accept', meeting: 's000000000000001' as MeetingId } as const;
    const card = await world.card(plainMessage(['A request.'], [], [{ action, label: 'Accept' }]));
    await discord.press({ user: leo, message: card, label: 'Accept' });
    const [answer] = await discord.waitFor(() => discord.ephemerals(leo).length > 0 && discord.ephemerals(leo));
    expect(answer?.content).toContain('The request was not accepted.');
    expect(discord.message(card)).toMatchObject({ content: 'A request.', editedAt: null });
  });

  it('suggests nothing', async () => {
    world = await createBotWorld({ findMentors: broken });
    const { discord, leo, channel } = world;
    const typed = await discord.autocomplete({
      user: leo,
      channel,
      name: 'book',
      options: { mentor: 'ma' },
      focused: 'mentor',
    });
    expect(typed.choices).toEqual([]);
    const [logged] = await discord.waitFor(() => errors().length > 0 && errors());
    expect(logged).toMatchObject({ route: 'suggest book' });
  });
});

describe('when Discord does not take the answer', () => {
  it('does not claim that nothing was done', async () => {
    world = await createBotWorld();
    const { discord, leo } = world;
    const opened = await world.run('book', { mentor });
    discord.fail(/^PATCH \/webhooks\//, { status: 500 }, 2);
    await discord.submitModal({ user: leo, modal: opened.modal!, fields: { when: 'fri 17:30', subject: 'Hi' } });
    const answer = await discord.waitFor(() =>
      discord.ephemerals(leo).find(({ content }) => content.includes('could not be shown')),
    );
    expect(answer.content).toContain('`/meetings`');
    expect(answer.content).not.toContain('Nothing');
    expect(errors()).toMatchObject([{ failure: { type: expect.stringContaining('HTTPError'), status: 500 } }]);
    expect(world.log.join()).not.toContain('/webhooks/');
  });

  it('gives up quietly when the answer comes too late', async () => {
    world = await createBotWorld({}, { limits: { firstAnswerMs: 50 } });
    const { discord, leo } = world;
    discord.fail('POST /interactions/{interaction_id}/{interaction_token}/callback', { status: 500, delayMs: 100 });
    expect((await world.run('meetings')).outcome).toBe('failed');
    const logged = await discord.waitFor(() => errors()[0]);
    expect(logged).toMatchObject({ route: '/meetings', failure: { code: 10062 } });
    expect(discord.ephemerals(leo)).toEqual([]);
    expect(world.desk.callsOf('meetings')).toEqual([]);
  });

  it('survives a refused modal', async () => {
    world = await createBotWorld();
    const { discord, leo } = world;
    discord.fail('POST /interactions/{interaction_id}/{interaction_token}/callback', {
      status: 400,
      body: { code: 50035, message: 'Invalid Form Body' },
    });
    await world.run('book', { mentor });
    const answer = await discord.waitFor(() => discord.ephemerals(leo)[0]);
    expect(answer.content).toContain('could not be shown');
  });
});

describe('stopping', () => {
  it('finishes what is in flight, and tells newcomers to try again', async () => {
    const { promise: held, resolve: release } = Promise.withResolvers<void>();
    world = await createBotWorld({
      async meetings() {
        await held;
        return said('Your sessions.');
      },
    });
    const asked = await world.run('meetings');
    const stopped = world.bot.stop();
    const newcomer = await world.run('help');
    expect(newcomer.message).toMatchObject({ ephemeral: true, content: expect.stringContaining('restarting') });
    release();
    await stopped;
    expect((await asked.settled()).content).toBe('Your sessions.');
    expect(world.bot.ready()).toBe(false);
  });
});
