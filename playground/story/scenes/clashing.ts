import type { Scene } from '../scene.ts';
import { startOf } from '../start-of.ts';
import { expect } from '../telling.ts';

export const clashing: Scene = {
  title: 'Two people, one slot',
  steps: [
    {
      title: "Ben types the time that is Ana's: refused, with the next free times",
      async act(thread) {
        const {
          stage,
          people: { ben },
        } = thread;
        const [mentor] = await ben.suggestions('book', 'mentor', 'maya');
        const opened = await ben.run('book', { mentor: String(mentor?.value) });
        const taken = new Date(thread.anaAt).toISOString().slice(0, 16);
        const refused = await ben.answer(
          await ben.submit(opened, { 'another time': `${taken}Z`, about: 'The same evening' }),
        );
        expect(
          refused.text.includes('Nothing was booked') && refused.text.includes('Free next'),
          'the refusal does not help',
        );
        const again = await ben.press(refused, 'Try again');
        const window = ben.window(again);
        expect(JSON.stringify(window.components).includes('The same evening'), 'what was typed is lost');
        expect(
          stage.google.events(stage.googleAccount).filter((event) => startOf(event) === thread.anaAt).length === 1,
          'the slot was booked twice',
        );
      },
    },
  ],
};
