import type { Stage } from '../../stage.ts';
import type { SlackPerson } from '../cast.ts';
import { slackText } from '../read-aloud.ts';
import { patience, type Scene } from '../scene.ts';
import { expect } from '../telling.ts';

export const bookingOnSlack: Scene = {
  title: 'Sam books Priya, on Slack',
  steps: [
    {
      title: 'Sam types /book, picks Priya, a time, and says what about',
      async act({ stage, people: { sam } }) {
        await sam.run('/book');
        await pickMentor(stage, sam, 'careers');
        const view = await stage.slack.waitFor(
          () => stage.slack.openViews(sam).find((open) => JSON.stringify(open.blocks).includes('Free times')),
          patience,
        );
        sam.fill({ 'Free times': firstSlot(view.blocks), Subject: 'Changing jobs <!channel>' });
        sam.window();
        const sent = await sam.submit();
        expect(sent.outcome === 'ok' && !sent.errors, `the request was refused: ${JSON.stringify(sent.errors)}`);
        sam.window();
      },
    },
    {
      title: 'Priya gets the request and accepts it with one tap',
      async act({ people: { priya, sam } }) {
        const card = await priya.hears('asks you for a session');
        expect(!card.pings.includes('channel'), 'the whole channel was pinged');
        await priya.press(card, 'Accept');
        await sam.hears('meet.google.com');
      },
    },
    {
      title: "Sam's home shows the session, with what he can do about it",
      async act({ people: { sam } }) {
        const home = await sam.home();
        expect(JSON.stringify(home.blocks).includes('Join'), 'the session is not on the home page');
      },
    },
    {
      title: 'The announcement on Slack names no subject',
      async act({ stage, telling, cast }) {
        const card = await stage.slack.waitFor(
          () =>
            stage.slack
              .messages(stage.workspace.sessions)
              .find((message) => JSON.stringify(message.blocks).includes('Sam')),
          patience,
        );
        telling.show('Slack, #sessions:', slackText(card.text, cast.reader('Asia/Kolkata')));
        expect(!JSON.stringify(card).includes('Changing'), 'the subject was announced');
      },
    },
  ],
};

async function pickMentor(stage: Stage, person: SlackPerson, typed: string): Promise<void> {
  const block = ((stage.slack.openViews(person).at(-1)?.blocks ?? []) as Record<string, unknown>[]).find((one) =>
    String((one.label as { text?: string } | undefined)?.text).includes('Mentor'),
  );
  const element = block?.element as { action_id: string };
  const found = await stage.slack.typeahead({
    user: person,
    blockId: String(block?.block_id),
    actionId: element.action_id,
    value: typed,
  });
  const option = found.options?.[0];
  expect(option, `nobody was suggested for "${typed}"`);
  await person.pick({ blockLike: 'Mentor', value: option.value });
}

function firstSlot(blocks: readonly unknown[]): string {
  const block = (blocks as Record<string, unknown>[]).find((one) =>
    String((one.label as { text?: string } | undefined)?.text).includes('Free times'),
  );
  const element = block?.element as { option_groups: { options: { value: string }[] }[] };
  return element.option_groups[0]?.options[0]?.value ?? '';
}
