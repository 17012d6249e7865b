import { patience, type Scene } from '../scene.ts';

export const cancelling: Scene = {
  title: 'Ben cancels',
  steps: [
    {
      title: 'Ben cancels his session with Priya, and is asked whether he means it',
      async act({ stage, people: { ben, priya } }) {
        const list = await ben.answer(await ben.run('meetings'));
        const asked = await ben.answer(await ben.press(list, 'Cancel'), 'They will be told');
        const gone = await ben.press(asked, 'Yes, cancel it');
        await ben.answer(gone, 'Cancelled');
        await priya.hears('cancelled your session');
        await stage.discord.waitFor(
          () => stage.google.events(stage.googleAccount).filter((event) => event.status !== 'cancelled').length === 2,
          patience,
          'the event to go',
        );
      },
    },
  ],
};
