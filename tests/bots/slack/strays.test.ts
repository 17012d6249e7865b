import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { PersonId } from '#core/ids.ts';
import { createFakeDesk } from '../../fakes/fake-desk.ts';
import { createSlackWorld, type SlackWorld } from './bot-world.ts';

let world: SlackWorld;
beforeEach(async () => {
  world = await createSlackWorld();
});
afterEach(() => world.close());

describe('what a Slack app of another version still offers', () => {
  it.each(['/mentorme', '/book2', '/confa', '/bookings'])('answers %s kindly', async (command) => {
    world.app.app.slashCommands.push({ command, shouldEscape: false });
    const { desk } = await world.startBot();
    const seen = await world.slack.runCommand({ user: world.ana, channel: world.channel, command, text: 'Maya' });
    expect(seen).toMatchObject({ outcome: 'ok', message: { onlyFor: world.ana.id } });
    expect(seen.message?.text).toContain('Confab does not know this command any more');
    expect(seen.message?.text).toContain('/confab help');
    expect(desk.calls).toEqual([]);
  });

  it('answers an old shortcut in a window', async () => {
    world.app.app.shortcuts.push('confab_ask');
    await world.startBot();
    const seen = await world.slack.runShortcut({ user: world.ana, callbackId: 'confab_ask' });
    expect(seen).toMatchObject({ outcome: 'ok', change: 'opened', view: { submit: null } });
    expect(JSON.stringify(seen.view?.blocks)).toContain('Confab does not know this command any more');
  });

  it('says it in a direct message where it cannot be shown', async () => {
    world.app.app.shortcuts.push('confab_ask');
    await world.startBot();
    world.slack.fail('views.open', { body: { ok: false, error: 'expired_trigger_id' } });
    await world.slack.runShortcut({ user: world.ana, callbackId: 'confab_ask', settleMs: 0 });
    const [dm] = await world.slack.waitFor(() => world.slack.dms(world.ana).length > 0 && world.slack.dms(world.ana));
    expect(dm?.text).toContain('Confab does not know this command any more');
  });

  it('leaves what is known to those who know it: each is acknowledged once', async () => {
    const { desk } = await world.startBot(
      createFakeDesk({
        findMentors: async () => [{ id: 'm000000000000001' as PersonId, name: 'Maya', topics: [], soonest: null }],
      }),
    );
    const { slack, ana: user } = world;
    for (const command of ['/book', '/meetings', '/confab']) {
      expect((await slack.runCommand({ user, command })).outcome).toBe('ok');
    }
    await slack.runShortcut({ user, callbackId: 'confab_book' });
    await slack.typeahead({ user, actionId: 'mentor', value: '' });
    expect(desk.callsOf('meetings')).toHaveLength(1);
    const levels = world.logged.map((line) => (JSON.parse(line) as { level: number }).level);
    expect(levels.filter((level) => level > 30)).toEqual([]);
    expect(JSON.stringify([slack.ephemerals(user), slack.openViews(user)])).not.toContain('any more');
  });
});
