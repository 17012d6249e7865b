import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildDashboard } from '../../playground/build-dashboard.ts';
import type { Snapshot } from '../../playground/page/contract.ts';
import { type OpenPage, openPage } from './page-fixture.ts';

/** One test after the other, as somebody would who plays the story, and then once more. */
describe('the whole story on the page', () => {
  const env: Record<string, string> = {};
  let root = '';
  let page: OpenPage;
  beforeAll(async () => {
    root = mkdtempSync(join(tmpdir(), 'confab-page-'));
    // The story opens it.
    await buildDashboard();
    page = await openPage(root, { env });
  }, 120_000);
  afterAll(async () => {
    await page?.close();
    rmSync(root, { recursive: true, force: true });
  });

  const failed = ({ story }: Snapshot) => story.steps.filter(({ state }) => state !== 'held');
  const ahead = ({ story }: Snapshot) =>
    story.steps.filter(({ state }) => state === 'to come' || state === 'playing').length;

  it('holds in every step, from the first to the last, and Confab runs on', { timeout: 120_000 }, async () => {
    const onlooker = await page.lookOn();
    const before = await onlooker.until((one) => one, 'the story');
    const first = ahead(before);
    expect(first).toBeGreaterThan(25);
    for (let left = first; left > 0; left -= 1) {
      expect(await page.act({ do: 'story.next' })).toEqual({ ok: true, notice: null });
      await onlooker.until((one) => ahead(one) === left - 1, `step ${first - left + 1}`);
    }
    const after = await onlooker.until((one) => one.confab === 'running' && one, 'Confab after the end');
    expect(failed(after)).toEqual([]);
    expect(await page.act({ do: 'story.next' })).toEqual({ ok: false, notice: 'The story is over.' });
    onlooker.close();
  });

  it('stays as it is where it cannot begin again, and says why', { timeout: 60_000 }, async () => {
    const { house } = page;
    env.LOG_LEVEL = 'loud';
    const { ok, notice } = await page.act({ do: 'story.again' });
    delete env.LOG_LEVEL;
    expect(ok).toBe(false);
    expect(notice).toContain('LOG_LEVEL');
    expect(page.house).toBe(house);
    const onlooker = await page.lookOn();
    await onlooker.until(({ confab }) => confab === 'running', 'Confab, which runs as before');
    onlooker.close();
  });

  it('begins again as if nothing had been', { timeout: 60_000 }, async () => {
    const onlooker = await page.lookOn({ discord: page.ids.Maya!, slack: page.ids.Priya! });
    const { stage } = page;
    const before = await onlooker.until((one) => one.calendars.some(({ events }) => events.length > 0) && one, 'a day');
    const begun = page.act({ do: 'story.again' });
    await onlooker.until(({ confab }) => confab === 'starting', 'that something is under way');
    expect(await page.act({ do: 'clock.speed', speed: 60 })).toEqual({
      ok: false,
      notice: 'Everything is being set up anew. Wait a moment.',
    });
    expect(await begun).toEqual({ ok: true, notice: null });

    const after = await onlooker.until((one) => one.house !== before.house && one, 'another house');
    expect(after).toMatchObject({ confab: 'running', speed: 1, nextSession: null });
    expect(after.now).toBeLessThan(before.now);
    expect(after.calendars.flatMap(({ events }) => events)).toEqual([]);
    expect(after.personas.map(({ name }) => name)).toEqual(before.personas.map(({ name }) => name));
    expect(after.discord.rooms.flatMap(({ messages }) => messages)).toEqual([]);
    expect(after.story.steps.map(({ title }) => title)).toEqual(before.story.steps.map(({ title }) => title));
    expect(ahead(after)).toBe(after.story.steps.length - 7);
    expect(stage.product.running()).toBe(false);

    await page.act({ do: 'story.next' });
    const played = await onlooker.until((one) => ahead(one) === ahead(after) - 1 && one, 'the first step');
    expect(played.story.steps[7]).toMatchObject({ state: 'held', why: null });
  });
});
