import type { SlackCommandMiddlewareArgs, SlackShortcutMiddlewareArgs } from '@slack/bolt';
import { plainMessage, say } from '#core/messages/message.ts';
import { showing } from './dispatcher.ts';
import { anyReader, type Front, tellDirectly } from './front.ts';
import type { Suggesting } from './mentor-choice.ts';
import { messageView } from './message-view.ts';
import { renderMessage } from './render.ts';
import { respond } from './respond.ts';
import { createScreen } from './screen.ts';

const gone = plainMessage(
  say`Confab does not know this command any more: whoever runs it has to bring its Slack app up to date. ${{ command: 'help' }} shows what there is.`,
);

export interface Strays {
  command(args: SlackCommandMiddlewareArgs): Promise<void>;
  shortcut(args: SlackShortcutMiddlewareArgs): Promise<void>;
  options(suggesting: Suggesting): Promise<void>;
}

/** Answers what a Slack app of another version still offers. Old buttons and forms are answered where buttons and forms are. */
export function createStrays(front: Front): Strays {
  const { client, dispatcher } = front;
  const undone = 'Nothing was changed.';

  return {
    command: ({ ack, command }) =>
      dispatcher.run({
        name: 'unknown command',
        undone,
        async work() {
          await ack();
          await showing(gone, () =>
            respond(command.response_url, { response_type: 'ephemeral', ...renderMessage(gone, anyReader) }),
          );
        },
        tell: [tellDirectly(front, command.user_id)],
      }),

    shortcut: ({ ack, body, shortcut }) =>
      dispatcher.run({
        name: 'unknown shortcut',
        undone,
        async work() {
          await ack();
          const screen = createScreen(client, { triggerId: shortcut.trigger_id });
          await showing(gone, () => screen.show(messageView(gone, anyReader)));
        },
        tell: [tellDirectly(front, body.user.id)],
      }),

    options: ({ ack }) =>
      dispatcher.run({
        name: 'unknown suggestions',
        undone,
        work: () => ack({ options: [] }),
        tell: [],
      }),
  };
}
