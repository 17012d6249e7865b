import { valuesFor } from './element-values.ts';
import { type Fields, isFields, stringOf, textIn } from './fields.ts';
import type { SlackView } from './messages.ts';
import type { Installation } from './people.ts';
import { withIds } from './placed-elements.ts';
import { missing, Refusal, refusalFor } from './refusal.ts';
import { checkView } from './view-rules.ts';
import type { World } from './world.ts';

/** Three views on one another (docs.slack.dev/surfaces/modals). */
const MAX_STACK = 3;
/** `view_too_large` above 250 kB. */
const MAX_VIEW_BYTES = 250_000;

function checked(view: unknown, type: 'modal' | 'home'): Fields {
  if (!isFields(view)) throw missing('view');
  const findings = checkView(view, type);
  if (findings.length > 0) throw refusalFor('invalid_arguments', findings);
  if (Buffer.byteLength(JSON.stringify(view)) > MAX_VIEW_BYTES) throw new Refusal('view_too_large');
  return view;
}

function newHash(world: World): string {
  return `${Math.floor(world.clock.now() / 1000)}.${world.ids.hex(8)}`;
}

type Drawing = Omit<SlackView, 'id' | 'userId' | 'rootViewId' | 'previousViewId'>;

function draw(world: World, installation: Installation, view: Fields, before: SlackView | undefined): Drawing {
  const externalId = stringOf(view.external_id) ?? '';
  for (const other of world.views.values()) {
    if (
      externalId &&
      other.externalId === externalId &&
      other.teamId === installation.workspace.id &&
      other.id !== before?.id
    ) {
      throw new Refusal('duplicate_external_id');
    }
  }
  const blocks = withIds(view.blocks, world.ids);
  return {
    type: view.type === 'home' ? 'home' : 'modal',
    teamId: installation.workspace.id,
    appId: installation.app.id,
    botId: installation.botId,
    title: textIn(view.title) ?? 'View Title',
    submit: textIn(view.submit) ?? null,
    close: textIn(view.close) ?? null,
    callbackId: stringOf(view.callback_id) ?? '',
    privateMetadata: stringOf(view.private_metadata) ?? '',
    externalId,
    blocks,
    values: valuesFor(blocks, before?.values),
    hash: newHash(world),
    clearOnClose: view.clear_on_close === true,
    notifyOnClose: view.notify_on_close === true,
    errors: {},
  };
}

function newView(world: World, installation: Installation, userId: string, view: Fields): SlackView {
  const drawn = draw(world, installation, view, undefined);
  const id = world.ids.next('V');
  return { ...drawn, id, userId, rootViewId: id, previousViewId: null };
}

/** Opens a modal. One that was open for this person before is gone. */
export function openModal(
  world: World,
  installation: Installation,
  userId: string,
  definition: unknown,
  triggerId?: string,
): SlackView {
  const view = newView(world, installation, userId, checked(definition, 'modal'));
  for (const id of world.stacks.get(userId) ?? []) world.views.delete(id);
  world.views.set(view.id, view);
  world.stacks.set(userId, [view.id]);
  world.show({ change: 'opened', view, userId, ...(triggerId ? { triggerId } : {}) });
  return view;
}

/** Lays a modal on the one that is open. */
export function pushModal(
  world: World,
  installation: Installation,
  userId: string,
  definition: unknown,
  triggerId?: string,
): SlackView {
  const fields = checked(definition, 'modal');
  const stack = world.stacks.get(userId) ?? [];
  const root = stack[0];
  if (!root || world.views.get(root)?.appId !== installation.app.id) throw new Refusal('not_found');
  if (stack.length >= MAX_STACK) throw new Refusal('push_limit_reached');
  const view = newView(world, installation, userId, fields);
  view.rootViewId = root;
  view.previousViewId = stack.at(-1) ?? null;
  world.views.set(view.id, view);
  world.stacks.set(userId, [...stack, view.id]);
  world.show({ change: 'pushed', view, userId, ...(triggerId ? { triggerId } : {}) });
  return view;
}

/** Draws an open modal anew, keeping what was typed where block_id and action_id stay the same. */
export function redrawModal(world: World, installation: Installation, view: SlackView, definition: unknown): SlackView {
  const drawn = draw(world, installation, checked(definition, 'modal'), view);
  Object.assign(view, drawn);
  world.show({ change: 'updated', view, userId: view.userId });
  return view;
}

/** `views.update`: by view_id or external_id, guarded by a hash if the app sends one. */
export function updateModal(world: World, installation: Installation, args: Fields): SlackView {
  const { view_id: viewId, external_id: externalId, hash } = args;
  if (!viewId && !externalId) throw missing('view_id');
  checked(args.view, 'modal');
  const view = [...world.views.values()].find(
    (candidate) =>
      candidate.appId === installation.app.id &&
      candidate.teamId === installation.workspace.id &&
      candidate.type === 'modal' &&
      (viewId ? candidate.id === viewId : candidate.externalId === externalId),
  );
  if (!view) throw new Refusal('not_found');
  if (hash !== undefined && hash !== view.hash) throw new Refusal('hash_conflict');
  return redrawModal(world, installation, view, args.view);
}

/** `views.publish`: the Home tab of one person. */
export function publishHome(
  world: World,
  installation: Installation,
  userId: string,
  definition: unknown,
  hash: unknown,
): SlackView {
  const fields = checked(definition, 'home');
  const key = `${installation.app.id}/${userId}`;
  const before = world.views.get(world.homes.get(key) ?? '');
  if (hash !== undefined && before && hash !== before.hash) throw new Refusal('hash_conflict');
  const view = before ?? newView(world, installation, userId, fields);
  if (before) Object.assign(before, draw(world, installation, fields, before));
  world.views.set(view.id, view);
  world.homes.set(key, view.id);
  world.show({ change: 'published', view, userId });
  return view;
}

/** Takes views off a person's stack: the top one, or all of them. Returns those that went, top first. */
export function takeOff(world: World, userId: string, everything: boolean): SlackView[] {
  const stack = world.stacks.get(userId) ?? [];
  const gone = (everything ? [...stack] : stack.slice(-1)).reverse();
  world.stacks.set(userId, everything ? [] : stack.slice(0, -1));
  const views = gone.flatMap((id) => world.views.get(id) ?? []);
  for (const id of gone) world.views.delete(id);
  world.show();
  return views;
}

/** A view as payloads and answers show it. */
export function viewOutput(view: SlackView): Fields {
  const plain = (text: string | null) => (text === null ? null : { type: 'plain_text', text, emoji: true });
  return {
    id: view.id,
    team_id: view.teamId,
    type: view.type,
    blocks: structuredClone(view.blocks),
    private_metadata: view.privateMetadata,
    callback_id: view.callbackId,
    state: { values: structuredClone(view.values) },
    hash: view.hash,
    title: plain(view.title),
    clear_on_close: view.clearOnClose,
    notify_on_close: view.notifyOnClose,
    close: plain(view.close),
    submit: plain(view.submit),
    previous_view_id: view.previousViewId,
    root_view_id: view.rootViewId,
    app_id: view.appId,
    external_id: view.externalId,
    app_installed_team_id: view.teamId,
    bot_id: view.botId,
  };
}
