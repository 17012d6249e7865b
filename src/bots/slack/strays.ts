import type { App } from '@slack/bolt';
import { slackSlashCommands } from '#bots/command-spelling.ts';
import { plainMessage, say } from '#core/messages/message.ts';
import { bookShortcut } from './command-names.ts';
import { showing } from './dispatcher.ts';
import { anyReader, type Front, tellDirectly } from './front.ts';
import { messageView } from './message-view.ts';
import { noneOf } from './none-of.ts';
import { renderMessage } from './render.ts';
import { createScreen } from './screen.ts';
import { mentorAction } from './time-view.ts';

const gone = plainMessage(
  say`Confab does not know this command any more: whoever runs it has to bring its Slack app up to date. ${{ command: 'help' }} shows what there is.`,
);

/**
 * Answers what a Slack app of another version still offers: without an acknowledgement Slack would speak of a timeout. Old buttons and forms
 * are answered where buttons and forms are.
 */
export function listenToStrays(app: App, front: Front): void {
  const { client, dispatcher } = front;
  const undone = 'Nothing was changed.';

  app.command(noneOf(...Object.values(slackSlashCommands)), ({ ack, command, respond }) =>
    dispatcher.run({
      name: 'unknown command',
      undone,
      async work() {
        await ack();
        await showing(gone, () => respond({ response_type: 'ephemeral', ...renderMessage(gone, anyReader) }));
      },
      tell: [tellDirectly(front, command.user_id)],
    }),
  );

  app.shortcut(noneOf(bookShortcut), ({ ack, body, shortcut }) =>
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
  );

  app.options<'block_suggestion'>({ type: 'block_suggestion', action_id: noneOf(mentorAction) }, ({ ack }) =>
    dispatcher.run({
      name: 'unknown suggestions',
      undone,
      work: () => ack({ options: [] }),
      tell: [],
    }),
  );
}
