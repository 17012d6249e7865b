import type { ShiftedClock } from '../shifted-clock.ts';

/** How many times faster than real time. */
export type Speed = 1 | 60;

/** The playground's clock, running on by itself faster than real time where somebody wants it to. */
export interface RunningClock {
  now(): number;
  speed(): Speed;
  setSpeed(speed: Speed): Promise<void>;
  /** Ahead to this moment (milliseconds since the epoch). */
  to(at: number): Promise<void>;
  stop(): void;
}

export interface RunningClockOptions {
  clock: ShiftedClock;
  /** Moves everybody's clock ahead. */
  moveTo(at: number): Promise<void>;
  /** Real milliseconds between two steps. */
  everyMs?: number;
}

/** A machine that slept is not made up for, sixtyfold. Milliseconds. */
const longestStep = 2_000;

export function createRunningClock({ clock, moveTo, everyMs = 250 }: RunningClockOptions): RunningClock {
  let speed: Speed = 1;
  let lastStep = 0;
  let stepping: Promise<void> | null = null;
  let timer: NodeJS.Timeout | undefined;

  /** By what the real time since the last step is short of at this speed. */
  function step(): Promise<void> {
    if (stepping) return stepping;
    const elapsed = Math.min(longestStep, performance.now() - lastStep);
    lastStep = performance.now();
    stepping = moveTo(clock.now() + elapsed * (speed - 1)).finally(() => {
      stepping = null;
    });
    return stepping;
  }

  return {
    now: clock.now,
    speed: () => speed,
    async setSpeed(next) {
      if (next === speed) return;
      clearInterval(timer);
      if (speed > 1) await step();
      speed = next;
      lastStep = performance.now();
      if (speed > 1) timer = setInterval(() => void step(), everyMs);
    },
    to: moveTo,
    stop: () => clearInterval(timer),
  };
}
