import type { Scene } from '../scene.ts';
import { expect } from '../telling.ts';

export const declining: Scene = {
  title: 'A request that does not suit',
  steps: [
    {
      title: 'Ben asks Maya as well; his zone is known by now',
      async act({ people: { ben } }) {
        const [mentor] = await ben.suggestions('book', 'mentor', 'maya');
        const opened = await ben.run('book', { mentor: String(mentor?.value) });
        ben.window(opened);
        const slot = ben.options(opened, 'free times')[6];
        expect(slot, 'no free time was offered');
        await ben.answer(
          await ben.submit(opened, { 'free times': [slot.value], about: 'Window functions' }),
          'You asked',
        );
      },
    },
    {
      title: 'Maya declines with one tap, then says why',
      async act({ people: { maya, ben } }) {
        const card = await maya.hears('Window functions');
        await maya.press(card, 'Decline');
        const declined = await maya.hears('Say why').catch(() => maya.hears('You declined'));
        const opened = await maya.press(declined, 'Say why');
        maya.window(opened);
        const [label] = (opened.modal?.components ?? []).map((component) => String(component.label));
        await maya.answer(
          await maya.submit(opened, { [label ?? '']: 'I travel that day. Ask me for next week?' }),
          'Thank you',
        );
        await ben.hears('cannot take the session');
        await ben.hears('I travel that day');
      },
    },
  ],
};
