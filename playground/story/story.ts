/** A scripted day: everything that the playground promises to show, each step checked as it happens. */
import type { Stage } from '../stage.ts';
import { createThread, type Scene } from './scene.ts';
import { acrossPlatforms } from './scenes/across-platforms.ts';
import { bookingOnDiscord } from './scenes/booking-on-discord.ts';
import { bookingOnSlack } from './scenes/booking-on-slack.ts';
import { cancelling } from './scenes/cancelling.ts';
import { clashing } from './scenes/clashing.ts';
import { closedMessages } from './scenes/closed-messages.ts';
import { declining } from './scenes/declining.ts';
import { lookingBack } from './scenes/looking-back.ts';
import { onTheDashboard } from './scenes/on-the-dashboard.ts';
import { rescheduling } from './scenes/rescheduling.ts';
import { settingUp } from './scenes/setting-up.ts';
import { theDayItself } from './scenes/the-day-itself.ts';
import type { Telling } from './telling.ts';

/** The first one leaves everything ready for people who want to try it themselves; the last one ends with Confab stopped. */
export const scenes: readonly Scene[] = [
  settingUp,
  bookingOnDiscord,
  bookingOnSlack,
  acrossPlatforms,
  declining,
  clashing,
  rescheduling,
  cancelling,
  closedMessages,
  onTheDashboard,
  theDayItself,
  lookingBack,
];

export async function tellStory(stage: Stage, telling: Telling): Promise<void> {
  const thread = createThread(stage, telling);
  for (const { title, steps } of scenes) {
    telling.scene(title);
    for (const step of steps) await telling.step(step.title, () => step.act(thread));
  }
}
