import type { DiscordPerson } from './cast.ts';
import { discordText } from './read-aloud.ts';
import { patience, type Thread } from './scene.ts';

/** The card in the announcement channel with these words, about this person; shown, and read as everybody does. */
export async function announcedOnDiscord(
  { stage, telling, cast }: Thread,
  words: string,
  about: DiscordPerson,
): Promise<string> {
  const { discord, server } = stage;
  const card = await discord.waitFor(
    () =>
      discord
        .messages(server.sessions)
        .find((message) => message.text.includes(words) && message.text.includes(about.id)),
    patience,
    `an announcement with "${words}"`,
  );
  const text = discordText(card.text, cast.reader('Europe/London'));
  telling.show('Discord, #sessions:', text);
  return text;
}
