import { discordText } from '../read-aloud.ts';
import { patience, type Scene } from '../scene.ts';
import { expect } from '../telling.ts';

export const closedMessages: Scene = {
  title: 'A mentor whose direct messages are closed',
  steps: [
    {
      title: 'Ben asks Dan, who cannot be written to: a private thread with Dan alone',
      async act(thread) {
        const {
          stage: { discord, server },
          telling,
          cast,
          people: { dan, ben },
        } = thread;
        discord.closeDms(dan.id);
        const [mentor] = await ben.suggestions('book', 'mentor', 'go');
        const opened = await ben.run('book', { mentor: String(mentor?.value) });
        const slot = ben.options(opened, 'free times').at(-1);
        expect(slot, 'no free time was offered');
        await ben.answer(await ben.submit(opened, { 'free times': [slot.value], about: 'Channels' }), 'You asked');
        const found = await discord.waitFor(() => discord.threads(server.sessions)[0], patience, 'a private thread');
        const card = await discord.waitFor(
          () => discord.messages(found.id).find((message) => message.text.includes('Channels')),
          patience,
          'the request in it',
        );
        telling.show(
          'Discord, a private thread that only Dan sees:',
          discord
            .messages(found.id)
            .map((message) => discordText(message.text, cast.reader(dan.zone)))
            .join('\n'),
        );
        expect(
          !discord.messages(server.sessions).some((message) => message.text.includes('Channels')),
          'the subject was shown in public',
        );
        await dan.press(card, 'Decline');
        await ben.hears('Channels');
      },
    },
  ],
};
