import { setTimeout as wait } from 'node:timers/promises';
import type { Story } from '../page/contract.ts';
import type { Scene, Thread } from '../story/scene.ts';

/** The story, played where people look on. */
export interface StoryPlayer {
  shown(): Story;
  /**
   * Plays the next step, if none is being played; resolves when it was.
   *
   * @throws {Error} at once, where the story cannot be played (on)
   */
  next(): Promise<void>;
  /**
   * Plays on until the end or until `pause`; resolves when that is.
   *
   * @throws {Error} as `next`
   */
  play(): Promise<void>;
  /** After the step that is being played. */
  pause(): void;
  /** Pauses; resolves when the step that is being played is over. */
  stop(): Promise<void>;
  /** Somebody did something of their own. A story that has not begun cannot be told on such a stage. */
  disturb(): void;
}

export interface StoryPlayerOptions {
  scenes: readonly Scene[];
  thread: Thread;
  /** How many scenes were played before. */
  played: number;
  /** Milliseconds between two steps, so that a person can follow. */
  pauseMs: number;
  onChange(): void;
  /** After the last step. */
  onEnd(): Promise<void>;
}

export function createStoryPlayer({
  scenes,
  thread,
  played,
  pauseMs,
  onChange,
  onEnd,
}: StoryPlayerOptions): StoryPlayer {
  const steps = scenes.flatMap(({ title, steps: ofScene }, index) =>
    ofScene.map((step) => ({
      step,
      shown: {
        scene: title,
        title: step.title,
        state: (index < played ? 'held' : 'to come') as Story['steps'][number]['state'],
        why: null as string | null,
      },
    })),
  );
  const next = () => steps.find(({ shown }) => shown.state === 'to come');
  const first = next();
  let disturbed = false;
  let goOn = false;
  let playing: Promise<void> | null = null;

  async function playOne(): Promise<void> {
    const one = next();
    if (!one) return;
    one.shown.state = 'playing';
    onChange();
    try {
      await one.step.act(thread);
      one.shown.state = 'held';
    } catch (error) {
      one.shown.state = 'failed';
      one.shown.why = error instanceof Error ? error.message : String(error);
    }
    if (!next()) await onEnd().catch(() => undefined);
    onChange();
  }

  async function playOn(): Promise<void> {
    await playOne();
    while (goOn && next()) {
      await wait(pauseMs);
      if (goOn) await playOne();
    }
    goOn = false;
    playing = null;
    onChange();
  }

  function start(): Promise<void> {
    if (disturbed) throw new Error('The story can be played from the start only, before anybody did anything else.');
    if (!next()) throw new Error('The story is over.');
    playing ??= playOn();
    return playing;
  }

  return {
    shown: () => ({
      steps: disturbed ? [] : structuredClone(steps.map(({ shown }) => shown)),
      playing: playing !== null,
    }),
    next: start,
    play() {
      const played = start();
      goOn = true;
      return played;
    },
    pause() {
      goOn = false;
      onChange();
    },
    async stop() {
      goOn = false;
      await playing;
    },
    disturb() {
      if (first === undefined || first !== next() || playing) return;
      disturbed = true;
      onChange();
    },
  };
}
