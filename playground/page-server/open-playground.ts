import type { Stage } from '../stage.ts';
import { act } from './act.ts';
import type { House } from './house.ts';
import { type HouseOptions, openHouse } from './open-house.ts';
import { createPageServer } from './page-server.ts';
import { createStreams } from './stream.ts';

export interface Playground {
  /** The one address. */
  readonly url: string;
  /** Both as they are now: whoever begins again gets others. */
  readonly stage: Stage;
  readonly house: House;
  close(): Promise<void>;
}

export interface PlaygroundOptions {
  /** The folder of the built page. */
  root: string;
  /** 0, the default, takes any free port. */
  port?: number;
  stage?: HouseOptions['stage'];
  /** Milliseconds between two steps of the story, so that a person can follow. */
  pauseMs?: number;
}

/** Everything on this machine: people with Confab between them, and the page to try it on. */
export async function openPlayground({
  root,
  port = 0,
  stage = {},
  pauseMs = 1_500,
}: PlaygroundOptions): Promise<Playground> {
  const streams = createStreams();
  const { changed } = streams;
  const settings: HouseOptions = { stage, pauseMs, changed, beginAgain: () => (moving ??= move()) };
  let moving: Promise<void> | null = null;
  let house = await openHouse(settings);

  async function move(): Promise<void> {
    const before = house;
    try {
      house = await openHouse(settings);
      changed();
      await before.close();
    } finally {
      moving = null;
    }
  }

  try {
    const server = await createPageServer({
      ...{ streams, root, port },
      house: () => house,
      act: (action) => act(house, action),
    });
    return {
      url: server.url,
      get stage() {
        return house.stage;
      },
      get house() {
        return house;
      },
      async close() {
        await server.close();
        await moving?.catch(() => undefined);
        await house.close();
      },
    };
  } catch (error) {
    streams.close();
    await house.close();
    throw error;
  }
}
