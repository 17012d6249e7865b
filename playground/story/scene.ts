import type { Stage } from '../stage.ts';
import { type Cast, createCast } from './cast.ts';
import { createPeople, type People } from './people.ts';
import type { Telling } from './telling.ts';

export const minute = 60_000;
export const hour = 60 * minute;
/** Milliseconds that anything may take that has to happen at all. */
export const patience = 8_000;

/** What the steps hand on to each other. */
export interface Thread {
  readonly stage: Stage;
  readonly telling: Telling;
  readonly cast: Cast;
  readonly people: People;
  /** When Ana's session with Maya begins. */
  anaAt: number;
  anaLink: string;
  /** Ana's link to the dashboard, once she asked for it. */
  dashboardLink: string;
}

/** One thing that happens. What it throws is what went wrong. */
export interface Step {
  title: string;
  act(thread: Thread): Promise<void>;
}

export interface Scene {
  title: string;
  steps: readonly Step[];
}

/** Brings the people on the stage. */
export function createThread(stage: Stage, telling: Telling): Thread {
  const cast = createCast(stage, telling);
  return { stage, telling, cast, people: createPeople(cast), anaAt: 0, anaLink: '', dashboardLink: '' };
}
