import { setTimeout as wait } from 'node:timers/promises';

/** Tells a story step by step: what somebody does, what appears, and whether it is what should have. */
export interface Telling {
  scene(title: string): void;
  /** One thing that happens. What `act` throws is what went wrong; the story goes on. */
  step(title: string, act: () => Promise<void>): Promise<void>;
  /** Something that appears on a screen: where, and line by line. */
  show(where: string, text: string): void;
  passed(): number;
  failed(): number;
}

export interface TellingOptions {
  print(line: string): void;
  /** Story time, for the margin. */
  now(): number;
  /** Milliseconds between steps, so that a person can follow. */
  pause: number;
}

export function createTelling({ print, now, pause }: TellingOptions): Telling {
  let passed = 0;
  let failed = 0;
  return {
    scene(title) {
      print('');
      print(`== ${title} ${'='.repeat(Math.max(0, 90 - title.length))}`);
    },
    async step(title, act) {
      const time = new Date(now()).toISOString().slice(0, 16).replace('T', ' ');
      print('');
      print(`[${time} UTC] ${title}`);
      try {
        await act();
        passed += 1;
      } catch (error) {
        failed += 1;
        print(`  FAILED: ${error instanceof Error ? error.message : String(error)}`);
      }
      if (pause > 0) await wait(pause);
    },
    show(where, text) {
      print(`    ${where}`);
      for (const line of text.split('\n')) print(`    | ${line}`);
    },
    passed: () => passed,
    failed: () => failed,
  };
}

/** What has to be so for the step to hold. */
export function expect(condition: unknown, otherwise: string): asserts condition {
  if (!condition) throw new Error(otherwise);
}
