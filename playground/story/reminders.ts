import type { DiscordPerson } from './cast.ts';
import type { Thread } from './scene.ts';

/** How often this person was reminded, also where the reminder says something else by now. */
export function reminders({ stage }: Thread, person: DiscordPerson): number {
  return stage.discord
    .dms(person.id)
    .filter((message) =>
      [message.text, ...message.versions.map((version) => version.content)].some((text) => text.includes('starts <t:')),
    ).length;
}
