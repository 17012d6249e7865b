import type { AnyMiddlewareArgs, App } from '@slack/bolt';
import { createButtons, type Press } from './buttons.ts';
import { createCommands } from './commands.ts';
import type { Front } from './front.ts';
import { createHomeTab } from './home-tab.ts';
import { type Choice, createMentorChoice, type Suggesting } from './mentor-choice.ts';
import { createStrays } from './strays.ts';
import { createSubmissions } from './submissions.ts';
import type { Submission } from './submit-view.ts';
import { mentorAction } from './time-view.ts';

/**
 * Listens to Slack. Bolt offers each request to each listener, one after the other's filters, and runs all that match: so there is one, and who
 * answers is looked up by what was asked. Total: what is not known gets a kind answer, since without one Slack would speak of a timeout.
 */
export function listen(app: App, front: Front): void {
  const { commands, shortcuts } = createCommands(front);
  const { suggest, choose } = createMentorChoice(front);
  const press = createButtons(front);
  const submit = createSubmissions(front);
  const openHomeTab = createHomeTab(front);
  const strays = createStrays(front);

  app.use(async (asked) => {
    if ('command' in asked) return (commands.get(asked.command.command) ?? strays.command)(asked);
    if ('shortcut' in asked) return (shortcuts.get(asked.shortcut.callback_id) ?? strays.shortcut)(asked);
    if ('view' in asked && asked.body.type === 'view_submission') return submit(asked as Submission);
    if ('action' in asked && asked.body.type === 'block_actions') {
      return isOfMentorSelect(asked) ? choose(asked as Choice) : press(asked as Press);
    }
    if ('options' in asked && asked.body.type === 'block_suggestion') {
      return isOfMentorSelect(asked) ? suggest(asked as Suggesting) : strays.options(asked as Suggesting);
    }
    if ('event' in asked && asked.event.type === 'app_home_opened') return openHomeTab(asked.event);
  });
}

function isOfMentorSelect({ payload }: AnyMiddlewareArgs): boolean {
  return 'action_id' in payload && payload.action_id === mentorAction;
}
