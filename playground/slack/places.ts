import type { SlackMessage, SlackView, Values } from './messages.ts';
import type { Channel, Installation, SlackApp, SlackUser } from './people.ts';
import { labelOf, type PlacedElement, placedElements } from './placed-elements.ts';
import type { World } from './world.ts';

/** An id, or anything that was handed out with one. */
export type Ref = string | { id: string };
export type MessageRef = string | { ts: string };

/** Which element a person uses, and where. Without `message`, `view` or `home` it is in the modal on top. */
export interface Target {
  user: Ref;
  message?: MessageRef;
  view?: Ref;
  home?: true;
  /** Where several apps are in the workspace. */
  app?: Ref;
  actionId?: string;
  blockId?: string;
  /** The words on it, instead of an action_id. */
  label?: string;
  /** How long to wait for something to see after the acknowledgement; 1,000 ms unless told. */
  settleMs?: number;
}

export const SETTLE_MS = 1000;

export function idOf(ref: Ref): string {
  return typeof ref === 'string' ? ref : ref.id;
}

export function userFor(world: World, ref: Ref): SlackUser {
  const user = world.users.get(idOf(ref));
  if (!user) throw new Error(`There is no user ${idOf(ref)}.`);
  if (user.deleted) throw new Error(`${user.name} is deactivated and can do nothing.`);
  return user;
}

export function channelOf(world: World, ref: Ref): Channel {
  const channel = world.channels.get(idOf(ref));
  if (!channel) throw new Error(`There is no conversation ${idOf(ref)}.`);
  return channel;
}

/** The app's installation in a person's workspace; with one app there it need not be named. */
export function installationFor(world: World, user: SlackUser, app?: Ref): Installation {
  const here = world.installations.filter(
    (one) => one.active && one.workspace.id === user.teamId && (app === undefined || one.app.id === idOf(app)),
  );
  const [only] = here;
  if (!only || here.length > 1) throw new Error(`${here.length} apps are installed for ${user.name}; name one.`);
  return only;
}

export function appById(world: World, appId: string | undefined): SlackApp {
  const app = world.apps.get(appId ?? '');
  if (!app) throw new Error(`There is no app ${appId}.`);
  return app;
}

/** The view a person looks at: the one named, their Home tab, or the modal on top. */
export function viewFor(
  world: World,
  user: SlackUser,
  { view: ref, home, app }: Pick<Target, 'view' | 'home' | 'app'>,
): SlackView {
  const id = ref
    ? idOf(ref)
    : home
      ? world.homes.get(`${installationFor(world, user, app).app.id}/${user.id}`)
      : world.stacks.get(user.id)?.at(-1);
  const view = world.views.get(id ?? '');
  if (!view || view.userId !== user.id) throw new Error(`${user.name} has no such view open.`);
  if (view.type === 'modal' && world.stacks.get(user.id)?.at(-1) !== view.id) {
    throw new Error(`The view ${view.id} lies under another one.`);
  }
  return view;
}

export function messageFor(world: World, user: SlackUser, ref: MessageRef): SlackMessage {
  const ts = typeof ref === 'string' ? ref : ref.ts;
  const message = world.messages.find((candidate) => candidate.ts === ts);
  const members = world.channels.get(message?.channelId ?? '')?.members;
  if (!message || !members?.includes(user.id) || (message.onlyFor && message.onlyFor !== user.id)) {
    throw new Error(`${user.name} sees no message ${ts}.`);
  }
  if (message.deleted) throw new Error(`The message ${ts} was deleted.`);
  return message;
}

function elementAmong(placed: PlacedElement[], { actionId, blockId, label }: Target): PlacedElement {
  const found = placed.filter(
    (one) =>
      (actionId === undefined || one.actionId === actionId) &&
      (blockId === undefined || one.blockId === blockId) &&
      (label === undefined || labelOf(one) === label),
  );
  const [only] = found;
  if (only && found.length === 1) return only;
  const wanted = JSON.stringify({ actionId, blockId, label });
  const there = placed.map((one) => `${one.actionId} "${labelOf(one) ?? one.type}"`).join(', ');
  throw new Error(`${found.length} elements match ${wanted}. There are: ${there || 'none'}.`);
}

/** Where an element stands: in a message or in a view. */
export type Found = {
  user: SlackUser;
  installation: Installation;
  placed: PlacedElement;
  values: Values;
  /** Distinguishes this place in what the app offered for external selects. */
  key: string;
} & ({ message: SlackMessage; channel: Channel; view?: never } | { view: SlackView; message?: never });

export function find(world: World, target: Target): Found {
  const user = userFor(world, target.user);
  if (target.message !== undefined) {
    const message = messageFor(world, user, target.message);
    const key = `${user.id}/${message.channelId}/${message.ts}`;
    return {
      user,
      message,
      channel: channelOf(world, message.channelId),
      installation: installationFor(world, user, message.appId),
      placed: elementAmong(placedElements(message.blocks), target),
      values: world.messageValues.get(key) ?? {},
      key,
    };
  }
  const view = viewFor(world, user, target);
  return {
    user,
    view,
    installation: installationFor(world, user, view.appId),
    placed: elementAmong(placedElements(view.blocks), target),
    values: view.values,
    key: view.id,
  };
}
