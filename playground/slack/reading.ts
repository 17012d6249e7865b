import type { SlackMessage, SlackView } from './messages.ts';
import type { PostedFile, SlackUser, SlashCommand } from './people.ts';
import { channelOf, idOf, type Ref, userFor } from './places.ts';
import type { World } from './world.ts';

/** A conversation a person is in, as their client lists it. */
export interface ShownConversation {
  /** The channel's id. */
  id: string;
  kind: 'channel' | 'dm';
  name: string;
  private: boolean;
  /** What this person sees, oldest first; also what nobody else sees. */
  messages: SlackMessage[];
}

/** What can be looked at. Everything returned is a copy. */
export interface Reading {
  /** What everybody in the channel sees, oldest first, without deleted and ephemeral messages. */
  messages(channel: Ref): SlackMessage[];
  /** What a person sees in their DMs with apps. */
  dms(user: Ref): SlackMessage[];
  /** Messages only this person sees. */
  ephemerals(user: Ref): SlackMessage[];
  /** The person's modals, root first. */
  openViews(user: Ref): SlackView[];
  /** What an app published on its Home tab; with one app it need not be named. */
  home(user: Ref, app?: Ref): SlackView | undefined;
  /** Channels the person is in, then direct messages with apps. */
  rooms(user: Ref): ShownConversation[];
  /** How many messages this person can see, in all rooms. */
  seen(user: Ref): number;
  /** Slash commands of the apps in the person's workspace. */
  commands(user: Ref): SlashCommand[];
  /** What a client shows instead of an id. */
  names(): Record<string, { name: string; kind: 'person' | 'bot' | 'channel' }>;
  user(user: Ref): Readonly<SlackUser>;
  /** Called when something is different; returns a function that stops it. */
  onChange(listener: () => void): () => void;
  /** Files in conversations the person is in. */
  files(user: Ref): PostedFile[];
}

export function createReading(world: World): Reading {
  const visible = (matches: (message: SlackMessage) => boolean) =>
    structuredClone(world.messages.filter((message) => !message.deleted && matches(message)));
  const mine = (user: Ref) => [...world.channels.values()].filter(({ members }) => members.includes(idOf(user)));
  const sees = (user: Ref, { deleted, onlyFor }: SlackMessage) =>
    !deleted && (onlyFor === undefined || onlyFor === idOf(user));
  const isDm = (channelId: string) => world.channels.get(channelId)?.kind === 'im';
  return {
    messages: (channel) => visible((message) => message.channelId === channelOf(world, channel).id && !message.onlyFor),
    dms: (user) =>
      visible(
        ({ channelId, onlyFor }) =>
          isDm(channelId) && !onlyFor && channelOf(world, channelId).members.includes(idOf(user)),
      ),
    ephemerals: (user) => visible((message) => message.onlyFor === idOf(user)),
    openViews: (user) =>
      structuredClone((world.stacks.get(idOf(user)) ?? []).flatMap((id) => world.views.get(id) ?? [])),
    home(user, app) {
      const keys = [...world.homes.keys()].filter(
        (key) => key.endsWith(`/${idOf(user)}`) && (!app || key.startsWith(`${idOf(app)}/`)),
      );
      const view = world.views.get(world.homes.get(keys[0] ?? '') ?? '');
      return view ? structuredClone(view) : undefined;
    },
    rooms: (user) =>
      mine(user)
        .sort((one, other) => Number(one.kind === 'im') - Number(other.kind === 'im'))
        .map(({ id, kind, name }) => ({
          id,
          kind: kind === 'im' ? 'dm' : 'channel',
          name,
          private: kind !== 'public',
          messages: structuredClone(
            world.messages.filter((message) => message.channelId === id && sees(user, message)),
          ),
        })),
    seen(user) {
      const ids = new Set(mine(user).map(({ id }) => id));
      return world.messages.filter((message) => ids.has(message.channelId) && sees(user, message)).length;
    },
    commands(user) {
      const { teamId } = userFor(world, user);
      const here = world.installations.filter(({ active, workspace }) => active && workspace.id === teamId);
      return structuredClone(here.flatMap(({ app }) => app.slashCommands));
    },
    names: () =>
      Object.fromEntries([
        ...[...world.users.values()].map(({ id, name, isBot }) => [id, { name, kind: isBot ? 'bot' : 'person' }]),
        ...world.installations.map(({ botUserId, app }) => [botUserId, { name: app.name, kind: 'bot' }]),
        ...[...world.channels.values()]
          .filter(({ kind }) => kind !== 'im')
          .map(({ id, name }) => [id, { name, kind: 'channel' }]),
      ]),
    user: (user) => structuredClone(userFor(world, user)),
    onChange: (listener) => world.watch(() => listener()),
    files: (user) =>
      structuredClone(
        [...world.files.values()].filter((file) =>
          file.channels.some((id) => channelOf(world, id).members.includes(idOf(user))),
        ),
      ),
  };
}
