import { announcedOnDiscord } from '../announced-on-discord.ts';
import { discordText } from '../read-aloud.ts';
import { reminders } from '../reminders.ts';
import { hour, minute, patience, type Scene } from '../scene.ts';

export const theDayItself: Scene = {
  title: 'The day itself: the clock moves on, and Confab is stopped in between',
  steps: [
    {
      title: '24 hours before: both are reminded',
      async act(thread) {
        const {
          stage,
          stage: { product, discord },
          people: { maya, ana },
        } = thread;
        await stage.moveTo(thread.anaAt - 24 * hour + 1_000);
        await ana.hears('starts');
        await maya.hears('starts');
        // A crash right here, followed by a day of silence, might repeat them: Discord forgets within minutes what it has shown.
        const recorded = () =>
          product.log.filter((line) => line.msg.includes('carried out') && /:reminder:/.test(String(line.effect)));
        await discord.waitFor(() => recorded().length >= 2, patience, 'the reminders to be recorded');
      },
    },
    {
      title: 'Confab is killed, as in a power cut, and started again',
      async act(thread) {
        const {
          stage,
          stage: { product, discord },
        } = thread;
        await product.kill();
        await stage.moveTo(thread.anaAt - hour);
        await product.start();
        await discord.waitForApp(patience);
      },
    },
    {
      title: '10 minutes before: both are reminded again, and Ana joins',
      async act(thread) {
        const {
          stage,
          stage: { discord },
          telling,
          cast,
          people: { maya, ana },
        } = thread;
        const before = { ana: reminders(thread, ana), maya: reminders(thread, maya) };
        await stage.moveTo(thread.anaAt - 10 * minute + 1_000);
        for (const [name, person] of [
          ['ana', ana],
          ['maya', maya],
        ] as const) {
          await discord.waitFor(() => reminders(thread, person) > before[name], patience, `a reminder for ${name}`);
        }
        const reminder = await ana.hears('starts');
        const joined = await ana.press(reminder, 'Join');
        const way = await discord.waitFor(
          () => joined.followUps().find((message) => message.text.includes(thread.anaLink)),
          patience,
          'the way in',
        );
        telling.show('Discord, only Ana sees this:', discordText(way.text, cast.reader(ana.zone)));
      },
    },
    {
      title: 'The session starts by the clock',
      async act(thread) {
        const {
          stage,
          people: { ana },
        } = thread;
        await stage.moveTo(thread.anaAt + 1_000);
        await announcedOnDiscord(thread, 'starting', ana);
      },
    },
    {
      title: 'The session ends by the clock, and both hear about it',
      async act(thread) {
        const {
          stage,
          people: { maya, ana },
        } = thread;
        await stage.moveTo(thread.anaAt + 31 * minute);
        await announcedOnDiscord(thread, 'done', ana);
        await ana.hears('is over');
        await maya.hears('is over');
      },
    },
  ],
};
