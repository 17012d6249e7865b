import { type Choice, chosenIn, chosenValue, complaintAbout } from './element-values.ts';
import { type Fields, isFields } from './fields.ts';
import { payloadBase, perform, type Seen, type Stage, TROUBLE } from './interactions.ts';
import type { SlackView } from './messages.ts';
import type { Installation, SlackUser } from './people.ts';
import { type PlacedElement, placedElements } from './placed-elements.ts';
import { channelOf, installationFor, type Ref, SETTLE_MS, userFor, viewFor } from './places.ts';
import { Refusal } from './refusal.ts';
import { pushModal, redrawModal, takeOff, viewOutput } from './views.ts';
import type { World } from './world.ts';

/** What to fill in, by action_id or block_id; or by block_id and, within it, by action_id. */
export type Form = Record<string, Choice | Record<string, Choice>>;

export interface FormFilling {
  user: Ref;
  /** The modal on top unless told. */
  view?: Ref;
  values: Form;
}

export interface Submission {
  user: Ref;
  view?: Ref;
  /** Filled in before submitting. */
  values?: Form;
  settleMs?: number;
}

function entriesOf(view: SlackView, form: Form): { placed: PlacedElement; choice: Choice }[] {
  const placed = placedElements(view.blocks);
  const one = (matches: (candidate: PlacedElement) => boolean, name: string) => {
    const found = placed.filter(matches);
    const [only] = found;
    if (!only || found.length > 1) throw new Error(`${found.length} elements are called ${name} in "${view.title}".`);
    return only;
  };
  return Object.entries(form).flatMap(([name, entry]) => {
    if (entry === null || typeof entry !== 'object' || Array.isArray(entry)) {
      return [{ placed: one(({ actionId, blockId }) => actionId === name || blockId === name, name), choice: entry }];
    }
    return Object.entries(entry).map(([action, choice]) => ({
      placed: one(({ actionId, blockId }) => actionId === action && blockId === name, `${name}/${action}`),
      choice,
    }));
  });
}

/** A person fills in a modal. Nothing is sent, whatever the blocks ask for: use `choose` where the app is to hear of it. */
export function fillIn({ world }: Stage, { user: userRef, view: viewRef, values }: FormFilling): SlackView {
  const view = viewFor(world, userFor(world, userRef), viewRef ? { view: viewRef } : {});
  for (const { placed, choice } of entriesOf(view, values)) {
    const offered = world.offered.get(`${view.id}/${placed.blockId}/${placed.actionId}`) ?? [];
    view.values[placed.blockId] = {
      ...view.values[placed.blockId],
      [placed.actionId]: chosenValue(placed, choice, offered),
    };
  }
  return view;
}

function complaintsAbout(view: SlackView): Record<string, string> {
  const errors: Record<string, string> = {};
  for (const placed of placedElements(view.blocks)) {
    if (!placed.inInput) continue;
    const complaint = complaintAbout(placed, view.values[placed.blockId]?.[placed.actionId]);
    if (complaint) errors[placed.blockId] = complaint;
  }
  return errors;
}

/** Addresses for posting to the conversations that were chosen in selects with `response_url_enabled`. */
function responseUrlsFor(
  { world, responseUrls }: Stage,
  installation: Installation,
  user: SlackUser,
  view: SlackView,
): Fields[] {
  return placedElements(view.blocks).flatMap(({ element, blockId, actionId }) => {
    const chosen = element.response_url_enabled === true ? chosenIn(view.values[blockId]?.[actionId]) : undefined;
    if (typeof chosen !== 'string') return [];
    const channel = channelOf(world, chosen);
    const url = responseUrls.issue({ installation, userId: user.id, channel });
    return [{ block_id: blockId, action_id: actionId, channel_id: channel.id, response_url: url }];
  });
}

/** What an acknowledgement does to the modal; throws a `Refusal` where Slack cannot make sense of it. */
function follow(world: World, installation: Installation, view: SlackView, body: unknown): Partial<Seen> {
  if (body === undefined) {
    takeOff(world, view.userId, false);
    return { change: 'closed' };
  }
  if (!isFields(body)) throw new Refusal('invalid_response');
  switch (body.response_action) {
    case 'clear':
      takeOff(world, view.userId, true);
      return { change: 'closed' };
    case 'update':
      return { change: 'updated', view: redrawModal(world, installation, view, body.view) };
    case 'push':
      return { change: 'pushed', view: pushModal(world, installation, view.userId, body.view) };
    case 'errors': {
      const inputs = new Set(placedElements(view.blocks).flatMap((one) => (one.inInput ? [one.blockId] : [])));
      const errors = isFields(body.errors) ? Object.entries(body.errors) : [];
      const known = errors.every(
        ([blockId, message]) => inputs.has(blockId) && typeof message === 'string' && message !== '',
      );
      // An error for a block that is no input block cannot be shown anywhere.
      if (errors.length === 0 || !known) throw new Refusal('invalid_errors', { errors: body.errors });
      view.errors = Object.fromEntries(errors.map(([blockId, message]) => [blockId, String(message)]));
      world.show();
      return { errors: view.errors, view };
    }
    default:
      throw new Refusal('invalid_response_action');
  }
}

/** A person presses the modal's submit button. Slack's client checks the fields first and sends nothing if one is wrong. */
export async function submitView(stage: Stage, submission: Submission): Promise<Seen> {
  const { world, triggers, delivery } = stage;
  const user = userFor(world, submission.user);
  const view = viewFor(world, user, submission.view ? { view: submission.view } : {});
  if (view.type !== 'modal' || view.submit === null) throw new Error(`"${view.title}" has no submit button.`);
  if (submission.values) fillIn(stage, { user, view, values: submission.values });
  view.errors = complaintsAbout(view);
  if (Object.keys(view.errors).length > 0) {
    return structuredClone({ outcome: 'invalid', errors: view.errors, view, ackMs: 0, elapsedMs: 0 } as const);
  }
  const installation = installationFor(world, user, view.appId);
  const triggerId = triggers.issue(installation, user.id);
  const payload = {
    type: 'view_submission',
    ...payloadBase(installation, user),
    trigger_id: triggerId,
    view: viewOutput(view),
    response_urls: responseUrlsFor(stage, installation, user, view),
  };
  const seen = await perform(world, {
    user,
    triggerId,
    view,
    settleMs: submission.settleMs ?? SETTLE_MS,
    send: () => delivery.deliver(installation.app, { kind: 'interactive', what: 'view_submission', payload }),
    onAck(body) {
      if (!world.views.has(view.id)) return { change: 'closed' };
      try {
        return follow(world, installation, view, body);
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        const why = { code: error.code, ...error.details };
        world.journal.add({
          at: world.clock.now(),
          realm: 'slack',
          direction: 'from-app',
          what: 'warning: refused answer',
          body: why,
        });
        return { outcome: 'refused', notice: TROUBLE };
      }
    },
  });
  const silent = seen.outcome === 'operation_timeout' || seen.outcome === 'dispatch_failed';
  return silent ? { ...seen, notice: TROUBLE } : seen;
}

/** A person closes the modal on top, or with `all` the whole stack. The app hears of it where it asked to. */
export async function closeView(stage: Stage, closing: { user: Ref; view?: Ref; all?: boolean }): Promise<Seen> {
  const { world, delivery } = stage;
  const user = userFor(world, closing.user);
  const view = viewFor(world, user, closing.view ? { view: closing.view } : {});
  if (view.type !== 'modal') throw new Error('A Home tab cannot be closed.');
  const everything = closing.all === true || view.clearOnClose;
  const installation = installationFor(world, user, view.appId);
  const gone = takeOff(world, user.id, everything);
  let seen: Seen = { outcome: 'ok', change: 'closed', ackMs: 0, elapsedMs: 0 };
  for (const closed of gone.filter(({ notifyOnClose }) => notifyOnClose)) {
    const payload = {
      type: 'view_closed',
      ...payloadBase(installation, user),
      view: viewOutput(closed),
      is_cleared: everything,
    };
    const { outcome, status, ms } = await delivery.deliver(installation.app, {
      kind: 'interactive',
      what: 'view_closed',
      payload,
    });
    seen = { outcome, change: 'closed', ackMs: ms, elapsedMs: ms, ...(status ? { status } : {}) };
  }
  return seen;
}
