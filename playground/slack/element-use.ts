import { optionGroup, plainOption } from './composition-rules.ts';
import { optionsOf } from './element-rules.ts';
import { type Choice, chosenValue, valuesFor } from './element-values.ts';
import { type Fields, isFields, objectsIn, textIn } from './fields.ts';
import { channelIn, payloadBase, perform, type Seen, type Stage } from './interactions.ts';
import { type Found, find, SETTLE_MS, type Target } from './places.ts';
import { messageOutput } from './posts.ts';
import { type Finding, list } from './rule.ts';
import { viewOutput } from './views.ts';

/** What a person sees while they type into an external select. */
export interface Suggestions {
  outcome: 'ok' | 'operation_timeout' | 'dispatch_failed' | 'refused';
  /** False where too little was typed for Slack to ask the app. */
  asked: boolean;
  options: { text: string; value: string; group?: string; description?: string }[];
  notice?: string;
  ackMs: number;
}

/** Where an element stands, as `block_actions` and `block_suggestion` tell it. */
function placeIn(found: Found): Fields {
  if (found.view) return { container: { type: 'view', view_id: found.view.id }, view: viewOutput(found.view) };
  const { message, channel } = found;
  const isEphemeral = message.onlyFor !== undefined;
  return {
    container: { type: 'message', message_ts: message.ts, channel_id: channel.id, is_ephemeral: isEphemeral },
    channel: channelIn(channel),
    ...(isEphemeral ? {} : { message: messageOutput(message) }),
  };
}

async function act(stage: Stage, found: Found, action: Fields, settleMs: number): Promise<Seen> {
  const { world, triggers, responseUrls, delivery } = stage;
  const { user, installation, placed } = found;
  const triggerId = triggers.issue(installation, user.id);
  const responseUrl = found.message
    ? responseUrls.issue({ installation, userId: user.id, channel: found.channel, message: found.message })
    : undefined;
  const payload = {
    type: 'block_actions',
    ...payloadBase(installation, user),
    ...placeIn(found),
    trigger_id: triggerId,
    ...(found.message
      ? { state: { values: valuesFor(found.message.blocks, found.values) }, response_url: responseUrl }
      : {}),
    actions: [
      {
        type: placed.type,
        block_id: placed.blockId,
        action_id: placed.actionId,
        ...action,
        action_ts: world.ids.messageTs(),
      },
    ],
  };
  const seen = await perform(world, {
    user,
    triggerId,
    settleMs,
    ...(responseUrl ? { responseUrl } : {}),
    ...(found.message ? { message: found.message } : { view: found.view }),
    send: () => delivery.deliver(installation.app, { kind: 'interactive', what: 'block_actions', payload }),
  });
  return seen.outcome === 'ok' ? seen : { ...seen, notice: 'This app responded with an error.' };
}

/** A person presses a button. A button with a confirmation counts as confirmed. */
export async function press(stage: Stage, target: Target): Promise<Seen> {
  const found = find(stage.world, target);
  const { element, type } = found.placed;
  if (type !== 'button') throw new Error(`${found.placed.actionId} is a ${type}, not a button.`);
  const { text, value, style, url, confirm } = element;
  const action = Object.fromEntries(
    Object.entries({ text, value, style, url, confirm }).filter(([, one]) => one !== undefined),
  );
  return act(stage, found, action, target.settleMs ?? SETTLE_MS);
}

/**
 * A person chooses or types something. The app hears of it where the element stands in a section or an actions block,
 * or where its input block has `dispatch_action`; elsewhere the choice just stays in the view.
 */
export async function choose(stage: Stage, target: Target & { values: Choice }): Promise<Seen> {
  const { world } = stage;
  const found = find(world, target);
  const { placed } = found;
  const settleMs = target.settleMs ?? SETTLE_MS;
  if (placed.type === 'overflow') {
    const option = optionsOf(placed.element).find(
      (one) => one.value === target.values || textIn(one.text) === target.values,
    );
    if (!option) throw new Error(`${placed.actionId}: there is no option ${JSON.stringify(target.values)}.`);
    return act(stage, found, { selected_option: option }, settleMs);
  }
  const offered = world.offered.get(`${found.key}/${placed.blockId}/${placed.actionId}`) ?? [];
  const value = chosenValue(placed, target.values, offered);
  const blocks = found.view ? found.view.blocks : found.message.blocks;
  const values = valuesFor(blocks, found.values);
  values[placed.blockId] = { ...values[placed.blockId], [placed.actionId]: value };
  if (found.view) found.view.values = values;
  else world.messageValues.set(found.key, values);
  found.values = values;
  if (placed.inInput && placed.block.dispatch_action !== true) return { outcome: 'ok', ackMs: 0, elapsedMs: 0 };
  return act(stage, found, value, settleMs);
}

/** A person types into an external select; the app has three seconds to offer something. */
export async function typeahead(stage: Stage, target: Target & { value: string }): Promise<Suggestions> {
  const { world, delivery } = stage;
  const found = find(world, target);
  const { placed, installation, user } = found;
  if (!placed.type.endsWith('external_select'))
    throw new Error(`${placed.actionId} is a ${placed.type}, not an external select.`);
  const min = typeof placed.element.min_query_length === 'number' ? placed.element.min_query_length : 3;
  if (target.value.length < min) return { outcome: 'ok', asked: false, options: [], ackMs: 0 };
  const payload = {
    type: 'block_suggestion',
    ...payloadBase(installation, user),
    ...placeIn(found),
    action_id: placed.actionId,
    block_id: placed.blockId,
    value: target.value,
  };
  const { outcome, body, ms } = await delivery.deliver(installation.app, {
    kind: 'interactive',
    what: 'block_suggestion',
    payload,
  });
  const nothing = { asked: true, options: [], ackMs: ms };
  if (outcome !== 'ok') return { ...nothing, outcome, notice: 'Error loading options.' };
  const findings: Finding[] = [];
  const answer = isFields(body) ? body : {};
  if (answer.option_groups !== undefined) list(optionGroup, 0, 100)(answer.option_groups, '/option_groups', findings);
  else list(plainOption, 0, 100)(answer.options, '/options', findings);
  if (findings.length > 0) {
    world.journal.add({
      at: world.clock.now(),
      realm: 'slack',
      direction: 'from-app',
      what: 'warning: refused options',
      body: findings,
    });
    return { ...nothing, outcome: 'refused', notice: 'No result' };
  }
  world.offered.set(`${found.key}/${placed.blockId}/${placed.actionId}`, optionsOf(answer));
  const plain = (option: Fields) => {
    const description = textIn(option.description);
    return { text: textIn(option.text) ?? '', value: String(option.value), ...(description ? { description } : {}) };
  };
  const grouped = objectsIn(answer.option_groups).flatMap((group) =>
    objectsIn(group.options).map((option) => ({ ...plain(option), group: textIn(group.label) ?? '' })),
  );
  const options = answer.option_groups === undefined ? objectsIn(answer.options).map(plain) : grouped;
  return { outcome: 'ok', asked: true, options, ackMs: ms };
}
