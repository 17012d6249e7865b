import type { SlackMessage, SlackView } from './messages.ts';
import type { PostedFile } from './people.ts';
import { channelOf, idOf, type Ref } from './places.ts';
import type { World } from './world.ts';

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
  /** Files in conversations the person is in. */
  files(user: Ref): PostedFile[];
}

export function createReading(world: World): Reading {
  const visible = (matches: (message: SlackMessage) => boolean) =>
    structuredClone(world.messages.filter((message) => !message.deleted && matches(message)));
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
    files: (user) =>
      structuredClone(
        [...world.files.values()].filter((file) =>
          file.channels.some((id) => channelOf(world, id).members.includes(idOf(user))),
        ),
      ),
  };
}
