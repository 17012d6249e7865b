import { patience, type Scene } from '../scene.ts';
import { startOf } from '../start-of.ts';
import { expect } from '../telling.ts';

export const rescheduling: Scene = {
  title: 'Ana moves her session',
  steps: [
    {
      title: 'Ana picks another time from /meetings',
      async act(thread) {
        const {
          people: { ana },
        } = thread;
        const list = await ana.answer(await ana.run('meetings'));
        const opened = await ana.press(list, 'Reschedule');
        ana.window(opened);
        const slot = ana.options(opened, 'free times')[3];
        expect(slot, 'no free time was offered');
        thread.anaAt = Number(slot.value);
        await ana.answer(await ana.submit(opened, { 'free times': [slot.value] }), 'Moved');
      },
    },
    {
      title: 'Maya is told; the event moved, and its link is the same',
      async act(thread) {
        const {
          stage,
          people: { maya },
        } = thread;
        await maya.hears('moved your session');
        await stage.discord.waitFor(
          () =>
            stage.google
              .events(stage.googleAccount)
              .some((event) => startOf(event) === thread.anaAt && event.hangoutLink === thread.anaLink),
          patience,
          'the event to move',
        );
      },
    },
  ],
};
