import { reminders } from '../reminders.ts';
import type { Scene } from '../scene.ts';
import { startOf } from '../start-of.ts';
import { expect } from '../telling.ts';

export const lookingBack: Scene = {
  title: 'Looking back',
  steps: [
    {
      title: 'Nothing was said twice, and nothing was booked twice',
      async act(thread) {
        const {
          stage,
          people: { maya, ana },
        } = thread;
        for (const person of [ana, maya]) {
          expect(
            reminders(thread, person) === 2,
            `${person.name} was reminded ${reminders(thread, person)} times instead of twice`,
          );
        }
        const events = stage.google.events(stage.googleAccount).filter((event) => event.status !== 'cancelled');
        expect(new Set(events.map((event) => startOf(event))).size === events.length, 'two events at one time');
      },
    },
    {
      title: 'Nothing that Confab sent was refused as malformed',
      async act({ stage }) {
        const bad = stage.journal.entries.filter(
          (entry) =>
            entry.direction === 'from-app' &&
            ((entry.status ?? 200) === 400 ||
              (entry.violations?.length ?? 0) > 0 ||
              /invalid_(blocks|arguments)/.test(JSON.stringify(entry.answer ?? ''))),
        );
        expect(
          bad.length === 0,
          bad
            .map(
              (entry) =>
                `${entry.realm} ${entry.what}: ${entry.violations?.join('; ') ?? JSON.stringify(entry.answer)}`,
            )
            .join('\n'),
        );
      },
    },
    {
      title: 'Ctrl-C: Confab finishes what it was doing and is gone within 5 seconds',
      async act({ stage: { product } }) {
        const before = performance.now();
        const code = await product.stop();
        expect(code === 0, `it ended with ${code}`);
        expect(performance.now() - before < 5_000, 'it took longer');
      },
    },
  ],
};
