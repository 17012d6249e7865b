import { announcedOnDiscord } from '../announced-on-discord.ts';
import { patience, type Scene } from '../scene.ts';
import { expect } from '../telling.ts';

export const bookingOnDiscord: Scene = {
  title: 'Ana books Maya, on Discord',
  steps: [
    {
      title: 'Ana types /book, finds Maya by topic, is asked once where she is, and fills in the window',
      async act(thread) {
        const {
          people: { ana },
        } = thread;
        const [mentor] = await ana.suggestions('book', 'mentor', 'sql');
        expect(mentor, 'nobody was suggested for "sql"');
        const question = await ana.answer(await ana.run('book', { mentor: String(mentor.value) }));
        const opened = await ana.choose(question, 'Europe/Berlin');
        ana.window(opened);
        const [slot] = ana.options(opened, 'free times');
        expect(slot, 'no free time was offered');
        thread.anaAt = Number(slot.value);
        const sent = await ana.submit(opened, {
          'free times': [slot.value],
          about: 'Joins that are slow @everyone',
          know: 'My query takes a minute.\nHere is what I tried: **indexes**.',
        });
        await ana.answer(sent, 'You asked');
      },
    },
    {
      title: 'Maya gets the request and accepts it with one tap',
      async act({ stage, people: { maya } }) {
        const card = await maya.hears('asks you for a session');
        expect(card.pings.users.length === 0 && !card.pings.everyone, 'somebody was pinged');
        await maya.press(card, 'Accept');
        await stage.discord.waitFor(
          () => stage.discord.message(card.id)?.text.includes('booked'),
          patience,
          'the card to say it is booked',
        );
      },
    },
    {
      title: 'Ana hears at once, with a Google Meet link that lets her in',
      async act(thread) {
        const {
          stage,
          people: { ana },
        } = thread;
        await ana.hears('accepted');
        const card = await ana.hears('meet.google.com');
        thread.anaLink = /https:\/\/meet\.google\.com\/[a-z-]+/.exec(card.text)?.[0] ?? '';
        const entered = await stage.google.enterRoom({ link: thread.anaLink, who: 'anonymous' });
        expect(entered === 'admitted', 'guests have to knock and nobody is there');
      },
    },
    {
      title: 'The announcement says who and when, never what about',
      async act(thread) {
        const {
          people: { ana },
        } = thread;
        const card = await announcedOnDiscord(thread, 'booked', ana);
        expect(!card.includes('slow'), 'the subject was announced');
      },
    },
  ],
};
