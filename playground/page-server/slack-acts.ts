import type { Seen, SlackAction, SlackPlace } from '../page/contract.ts';
import type { Seen as SeenOnSlack } from '../slack/interactions.ts';
import type { House } from './house.ts';

/** What a person does on Slack. Rejects with what their client would not let them do. */
export async function actOnSlack({ stage: { slack } }: House, action: SlackAction): Promise<Seen> {
  const { user } = action;
  // What there is to see is in the next snapshot.
  const settleMs = 0;
  switch (action.do) {
    case 'slack.command': {
      const { room, command, text } = action;
      const channel = room === 'dm' ? {} : { channel: room };
      return seenOf(await slack.runCommand({ user, ...channel, command, text, settleMs }));
    }
    case 'slack.shortcut':
      return seenOf(await slack.runShortcut({ user, callbackId: action.callbackId, settleMs }));
    case 'slack.press':
      return seenOf(await slack.press({ ...elementOf(action), settleMs }));
    case 'slack.choose':
      return seenOf(await slack.choose({ ...elementOf(action), values: action.values, settleMs }));
    case 'slack.typeahead': {
      const { outcome, notice, options } = await slack.typeahead({ ...elementOf(action), value: action.value });
      const choices = options.map(({ text, ...rest }) => ({ name: text, ...rest }));
      return { ok: outcome === 'ok', notice: notice ?? null, choices };
    }
    case 'slack.submit':
      return seenOf(await slack.submitView({ user, values: action.values, settleMs }));
    case 'slack.close':
      return seenOf(await slack.closeView({ user, all: action.all }));
    case 'slack.home':
      return seenOf(await slack.openHome({ user, settleMs }));
  }
}

function elementOf({ user, place, blockId, actionId }: Extract<SlackAction, { place: SlackPlace }>) {
  return { user, ...place, blockId, actionId };
}

function seenOf({ outcome, notice, errors }: SeenOnSlack): Seen {
  const wrong = errors !== undefined && Object.keys(errors).length > 0;
  const ok = outcome === 'ok' && !wrong;
  return {
    ok,
    notice: ok || wrong ? null : (notice ?? 'We had some trouble connecting. Try again?'),
    ...(wrong ? { errors } : {}),
  };
}
