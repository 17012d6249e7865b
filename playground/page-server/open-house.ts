import { randomUUID } from 'node:crypto';
import { createDemoStage } from '../demo-stage.ts';
import type { Stage, StageOptions } from '../stage.ts';
import { createThread, type Thread } from '../story/scene.ts';
import { settingUp } from '../story/scenes/setting-up.ts';
import { scenes } from '../story/story.ts';
import { createTelling } from '../story/telling.ts';
import { type House, residentsOf } from './house.ts';
import { lendCalendar } from './lend-calendar.ts';
import { createRunningClock } from './running-clock.ts';
import { createStoryPlayer } from './story-player.ts';

export interface HouseOptions extends Pick<House, 'changed' | 'beginAgain'> {
  /** `mongodb` is the address of a server, on which the house has a database of its own. */
  stage: Pick<StageOptions, 'mongodb' | 'processes' | 'env' | 'startAt'>;
  /** Milliseconds between two steps of the story, so that a person can follow. */
  pauseMs: number;
}

export interface OpenHouse extends House {
  /** Waits for the step of the story that is being played. */
  close(): Promise<void>;
}

/** Two communities in one programme with mentors who offer hours, and Confab between them: as ever, whatever went on elsewhere. */
export async function openHouse({ changed, beginAgain, pauseMs, ...options }: HouseOptions): Promise<OpenHouse> {
  // Over HTTP: Slack's library takes a jump of the clock for a lost Socket Mode connection, and a clock that runs for nothing but jumps.
  const stage = await createDemoStage({ ...options.stage, dashboard: true, slackOver: 'http' });
  try {
    const thread = createThread(stage, createTelling({ print: () => {}, now: stage.clock.now, pause: 0 }));
    await setUp(thread);
    await lendCalendar(stage, thread.people.dan, 'dan@mail.example');
    await openAnew(stage, thread);
    const clock = createRunningClock({ clock: stage.clock, moveTo: stage.moveTo });
    const story = createStoryPlayer({
      ...{ scenes, thread, pauseMs },
      played: scenes.indexOf(settingUp) + 1,
      onChange: changed,
      // The last scene ends with Confab stopped; whoever looks on goes on.
      async onEnd() {
        await stage.product.start();
        await closeWindows(stage, thread);
      },
    });
    const stopWatching = watch(stage, changed);
    return {
      ...{ stage, clock, story, changed, beginAgain },
      id: randomUUID(),
      residents: residentsOf(thread.people),
      switched: { googleDown: false, zones: new Map(), starting: false, leaving: false },
      async close() {
        await story.stop();
        stopWatching();
        clock.stop();
        await stage.close();
      },
    };
  } catch (error) {
    // What went wrong first is what matters.
    await stage.close().catch(() => undefined);
    throw error;
  }
}

/** @throws {Error} where it goes wrong */
async function setUp(thread: Thread): Promise<void> {
  for (const { title, act } of settingUp.steps) {
    await act(thread).catch((error: Error) => {
      throw new Error(`${title}: ${error.message}`);
    });
  }
}

/** Everybody's client as it is when one has just opened it, without what set-up answered to those who did it. */
async function openAnew(stage: Stage, thread: Thread): Promise<void> {
  await closeWindows(stage, thread);
  for (const { platform, person } of residentsOf(thread.people).values()) stage[platform].reload(person.id);
}

/** What set-up or the story left open would be the first that one sees of these people. */
async function closeWindows({ slack }: Stage, { people }: Thread): Promise<void> {
  for (const { id } of [people.rhea, people.priya, people.sam])
    if (slack.openViews(id).length > 0) await slack.closeView({ user: id, all: true });
}

/** Of the product itself nobody tells but those it speaks to; that it is gone has to be looked for. */
function watch({ discord, slack, journal, product }: Stage, changed: () => void): () => void {
  let wasRunning = true;
  const looking = setInterval(() => {
    if (product.running() === wasRunning) return;
    wasRunning = !wasRunning;
    changed();
  }, 500);
  const stops = [
    discord.onChange(changed),
    slack.onChange(changed),
    journal.watch(({ realm }) => {
      if (realm === 'google') changed();
    }),
  ];
  return () => {
    clearInterval(looking);
    for (const stop of stops) stop();
  };
}
