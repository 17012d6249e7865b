import { describe, expect, it } from 'vitest';
import { createStoryPlayer } from '../../playground/page-server/story-player.ts';
import type { Scene, Thread } from '../../playground/story/scene.ts';

/** A story of a scene that was played, and one of three steps; the second fails as it is told. */
function aStory({ pauseMs = 0 } = {}) {
  const acts: string[] = [];
  let ends = 0;
  let changes = 0;
  const step = (title: string, before = async () => {}) => ({
    title,
    async act() {
      await before();
      acts.push(title);
    },
  });
  const gate = Promise.withResolvers<void>();
  const scenes: Scene[] = [
    { title: 'Before', steps: [step('setting up')] },
    {
      title: 'Now',
      steps: [
        step('asking', () => gate.promise),
        step('answering', async () => {
          throw new Error('nobody answers');
        }),
        step('thanking'),
      ],
    },
  ];
  const player = createStoryPlayer({
    ...{ scenes, thread: {} as Thread, played: 1, pauseMs },
    onChange: () => {
      changes += 1;
    },
    async onEnd() {
      ends += 1;
    },
  });
  return {
    ...{ player, acts, gate },
    states: () => player.shown().steps.map(({ state }) => state),
    ends: () => ends,
    changes: () => changes,
  };
}

describe('the story on the page', () => {
  it('plays one step at a time, and tells each time', async () => {
    const { player, states, acts, gate, changes } = aStory();
    expect(states()).toEqual(['held', 'to come', 'to come', 'to come']);
    const played = player.next();
    expect(states()).toEqual(['held', 'playing', 'to come', 'to come']);
    expect(player.shown().playing).toBe(true);
    // Pressed twice is pressed once.
    const again = player.next();
    const before = changes();
    gate.resolve();
    await Promise.all([played, again]);
    expect(changes()).toBeGreaterThan(before);
    expect(acts).toEqual(['asking']);
    expect(player.shown().playing).toBe(false);
  });

  it('goes on when a step fails, says why, and ends once', async () => {
    const { player, states, gate, ends } = aStory();
    gate.resolve();
    await player.play();
    expect(states()).toEqual(['held', 'held', 'failed', 'held']);
    expect(player.shown().steps[2]?.why).toBe('nobody answers');
    expect(ends()).toBe(1);
    expect(() => player.next()).toThrow('The story is over.');
    expect(() => player.play()).toThrow('The story is over.');
  });

  it('stops after the step that is being played', async () => {
    const { player, states, gate } = aStory();
    const played = player.play();
    player.pause();
    gate.resolve();
    await played;
    expect(states()).toEqual(['held', 'held', 'to come', 'to come']);
    await player.play();
    expect(states().at(-1)).toBe('held');
  });

  it('can only begin where nobody did anything of their own', async () => {
    const { player } = aStory();
    player.disturb();
    expect(player.shown().steps).toEqual([]);
    expect(() => player.next()).toThrow('from the start only');
  });

  it('goes on where somebody did something after it began', async () => {
    const { player, states, gate } = aStory();
    gate.resolve();
    await player.next();
    player.disturb();
    await player.next();
    expect(states()).toEqual(['held', 'held', 'failed', 'to come']);
  });
});
