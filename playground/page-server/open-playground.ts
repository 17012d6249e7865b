import { createStage, type Stage, type StageOptions } from '../stage.ts';
import { createThread, type Thread } from '../story/scene.ts';
import { settingUp } from '../story/scenes/setting-up.ts';
import { scenes } from '../story/story.ts';
import { createTelling } from '../story/telling.ts';
import { act } from './act.ts';
import { type House, residentsOf } from './house.ts';
import { lendCalendar } from './lend-calendar.ts';
import { createPageServer } from './page-server.ts';
import { createRunningClock } from './running-clock.ts';
import { createStoryPlayer } from './story-player.ts';
import { createStreams } from './stream.ts';

export interface Playground {
  /** The one address. */
  readonly url: string;
  readonly stage: Stage;
  readonly house: House;
  close(): Promise<void>;
}

export interface PlaygroundOptions {
  /** The folder of the built page. */
  root: string;
  /** 0, the default, takes any free port. */
  port?: number;
  stage?: Pick<StageOptions, 'mongodb' | 'processes' | 'env' | 'startAt'>;
  /** Milliseconds between two steps of the story, so that a person can follow. */
  pauseMs?: number;
}

/** Everything on this machine: two communities in one programme with mentors who offer hours, Confab between them, and the page to try it on. */
export async function openPlayground({
  root,
  port = 0,
  pauseMs = 1_500,
  ...options
}: PlaygroundOptions): Promise<Playground> {
  // Over HTTP: Slack's library takes a jump of the clock for a lost Socket Mode connection, and a clock that runs for nothing but jumps.
  const stage = await createStage({ ...options.stage, dashboard: true, slackOver: 'http' });
  try {
    const thread = createThread(stage, createTelling({ print: () => {}, now: stage.clock.now, pause: 0 }));
    await setUp(thread);
    await closeWindows(stage, thread);
    await lendCalendar(stage, thread.people.dan, 'dan@mail.example');
    const streams = createStreams();
    const { changed } = streams;
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
    const house: House = {
      ...{ stage, clock, story, changed },
      residents: residentsOf(thread.people),
      switched: { googleDown: false, zones: new Map(), starting: false },
    };
    const stopWatching = watch(stage, changed);
    const server = await createPageServer({ house, streams, root, port, act: (action) => act(house, action) });
    return {
      ...{ stage, house },
      url: server.url,
      async close() {
        stopWatching();
        clock.stop();
        await server.close();
        await stage.close();
      },
    };
  } catch (error) {
    await stage.close();
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
