import type { Stage } from '../../stage.ts';
import { hour, type Scene } from '../scene.ts';
import { expect } from '../telling.ts';

export const acrossPlatforms: Scene = {
  title: 'Ben, on Discord, books Priya, on Slack',
  steps: [
    {
      title: 'Ben finds Priya from Discord, and types a time in his own words',
      async act({ stage, people: { ben } }) {
        const [mentor] = await ben.suggestions('book', 'mentor', 'rust');
        expect(mentor, 'nobody was suggested for "rust"');
        const question = await ben.answer(await ben.run('book', { mentor: String(mentor.value) }));
        const opened = await ben.choose(question, 'America/New_York');
        ben.window(opened);
        const sent = await ben.submit(opened, {
          'another time': inTwoDays(stage, 'America/New_York'),
          about: 'Lifetimes',
        });
        await ben.answer(sent, 'You asked');
      },
    },
    {
      title: 'Priya accepts on Slack, and Ben hears on Discord',
      async act({ people: { ben, priya } }) {
        const card = await priya.hears('Lifetimes');
        await priya.press(card, 'Accept');
        await ben.hears('meet.google.com');
      },
    },
  ],
};

/** "2026-12-03 10:30": two days ahead, in the person's own zone, when Priya is awake. */
function inTwoDays(stage: Stage, zone: string): string {
  const date = new Intl.DateTimeFormat('en-CA', { timeZone: zone }).format(stage.clock.now() + 48 * hour);
  return `${date} 10:30`;
}
