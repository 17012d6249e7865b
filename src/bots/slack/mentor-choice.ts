import type {
  BlockAction,
  ExternalSelectAction,
  SlackActionMiddlewareArgs,
  SlackOptionsMiddlewareArgs,
} from '@slack/bolt';
import type { ModalView } from '@slack/web-api';
import type { PersonId } from '#core/ids.ts';
import { anyReader, arrive, type Front, tellDirectly } from './front.ts';
import { limits } from './limits.ts';
import { messageView } from './message-view.ts';
import { formForMentor } from './open-form.ts';
import { option } from './plain-object.ts';
import { slackErrorCode } from './slack-error.ts';
import { mentorOption } from './time-view.ts';
import { within } from './within.ts';

/** Milliseconds. Slack waits 3 s for suggestions and does not ask again. */
const suggestionBudget = 1_500;

export type Suggesting = SlackOptionsMiddlewareArgs<'block_suggestion'>;
export type Choice = Pick<SlackActionMiddlewareArgs<BlockAction<ExternalSelectAction>>, 'ack' | 'action' | 'body'>;

/** The select of mentors in the booking form. */
export interface MentorChoice {
  /** Who fits what is typed into it. */
  suggest(suggesting: Suggesting): Promise<void>;
  /** Shows the times of who is chosen. */
  choose(choice: Choice): Promise<void>;
}

export function createMentorChoice(front: Front): MentorChoice {
  const { desk, client, dispatcher } = front;
  /** The latest choice of each open form, so that an overtaken one does not draw over it. */
  const latest = new Map<string, string>();

  /** The hash tells Slack what was drawn on; the newest choice may draw on anything. */
  async function draw({ id, hash }: { id: string; hash: string }, choice: string, view: ModalView): Promise<void> {
    const isLatest = () => latest.get(id) === choice;
    if (!isLatest()) return;
    try {
      await client.views.update({ view_id: id, hash, view });
    } catch (error) {
      const code = slackErrorCode(error);
      // Whoever closed the form does not miss it.
      if (code === 'not_found') return;
      if (code !== 'hash_conflict') throw error;
      if (isLatest()) await client.views.update({ view_id: id, view });
    }
  }

  return {
    suggest: ({ ack, body }) =>
      dispatcher.run({
        name: 'mentor suggestions',
        undone: 'Nothing was looked up.',
        async work() {
          const finding = arrive(front, body.user.id).then(({ visitor }) =>
            desk.findMentors(visitor, body.value, limits.options),
          );
          const found = await within(suggestionBudget, finding);
          await ack({ options: found.done ? found.value.map(mentorOption) : [] });
        },
        // Suggestions have no room for words: none is what a person sees.
        tell: [async () => ack({ options: [] })],
      }),

    choose: ({ ack, action, body }) =>
      dispatcher.run({
        name: 'mentor choice',
        undone: 'The free times could not be looked up.',
        async work() {
          await ack();
          const chosen = action.selected_option;
          const { view } = body;
          if (!chosen?.value || !view) return;
          latest.set(view.id, action.action_ts);
          try {
            const arrival = await arrive(front, body.user.id);
            const mentor = option(chosen.text.text, chosen.value);
            const form = await formForMentor(front, arrival, chosen.value as PersonId, mentor);
            await draw(view, action.action_ts, form);
          } finally {
            if (latest.get(view.id) === action.action_ts) latest.delete(view.id);
          }
        },
        // On top of the form, so that what was typed stays.
        tell: [
          async (message) => client.views.push({ trigger_id: body.trigger_id, view: messageView(message, anyReader) }),
          tellDirectly(front, body.user.id),
        ],
      }),
  };
}
