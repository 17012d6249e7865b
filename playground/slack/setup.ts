import { install } from './installations.ts';
import type { Channel, Installation, SlackApp, SlackUser, SlashCommand, Workspace } from './people.ts';
import { channelOf, idOf, type Ref } from './places.ts';
import type { World } from './world.ts';

export interface NewUser {
  name: string;
  realName?: string;
  /** IANA zone; `Etc/UTC` unless told. */
  tz?: string;
  locale?: string;
  isAdmin?: boolean;
  isOwner?: boolean;
  isBot?: boolean;
  deleted?: boolean;
}

export interface NewChannel {
  name: string;
  private?: boolean;
  /** Whether the bots of apps are in it, also of those that are added later; false unless told. */
  botIsMember?: boolean;
  /** Who is in it; unless told everybody, also those who come later. */
  members?: Ref[];
  archived?: boolean;
  /** Only some may post: `restricted_action`. */
  postingRestricted?: boolean;
}

/** An app as its manifest describes it, and its installation in one workspace. */
export interface NewApp {
  name?: string;
  botToken: string;
  /** For Socket Mode. */
  appToken?: string;
  signingSecret: string;
  /** One address for commands, interactivity, options and events. */
  requestUrl?: string;
  /** A plain string is a command without `should_escape`, Slack's default. */
  slashCommands: (string | SlashCommand)[];
  /** Callback ids of global shortcuts. */
  shortcuts?: string[];
  scopes: string[];
  events: string[];
  clientId?: string;
  clientSecret?: string;
  /** False where the app home's Messages tab is off. */
  messagesTab?: boolean;
}

export interface Setup {
  addWorkspace(workspace: { name: string; domain: string }): Workspace;
  addUser(workspace: Ref, user: NewUser): SlackUser;
  addChannel(workspace: Ref, channel: NewChannel): Channel;
  addApp(workspace: Ref, app: NewApp): Installation & { id: string };
  join(channel: Ref, member: Ref): void;
  leave(channel: Ref, member: Ref): void;
}

export function createSetup(world: World): Setup {
  const openToAll = new Set<string>();
  const openToBots = new Set<string>();

  function workspaceOf(ref: Ref): Workspace {
    const workspace = world.workspaces.get(idOf(ref));
    if (!workspace) throw new Error(`There is no workspace ${idOf(ref)}.`);
    return workspace;
  }

  return {
    addWorkspace({ name, domain }) {
      const workspace = { id: world.ids.next('T'), name, domain };
      world.workspaces.set(workspace.id, workspace);
      return workspace;
    },

    addUser(workspace, user) {
      const added: SlackUser = {
        id: world.ids.next('U'),
        teamId: workspaceOf(workspace).id,
        realName: user.name,
        tz: 'Etc/UTC',
        locale: 'en-US',
        isAdmin: false,
        isOwner: false,
        isBot: false,
        deleted: false,
        ...user,
      };
      // Refuses a zone that is none here, rather than later in users.info.
      new Intl.DateTimeFormat('en', { timeZone: added.tz });
      world.users.set(added.id, added);
      for (const id of openToAll) {
        const channel = channelOf(world, id);
        if (channel.teamId === added.teamId) channel.members.push(added.id);
      }
      return added;
    },

    addChannel(workspace, channel) {
      const { id: teamId } = workspaceOf(workspace);
      const everybody = [...world.users.values()]
        .filter((user) => user.teamId === teamId && !user.isBot)
        .map(({ id }) => id);
      const bots = world.installations.filter((one) => one.workspace.id === teamId).map(({ botUserId }) => botUserId);
      const added: Channel = {
        id: world.ids.next('C'),
        teamId,
        name: channel.name,
        kind: channel.private ? 'private' : 'public',
        members: [...(channel.members?.map(idOf) ?? everybody), ...(channel.botIsMember ? bots : [])],
        archived: channel.archived ?? false,
        postingRestricted: channel.postingRestricted ?? false,
      };
      world.channels.set(added.id, added);
      if (!channel.members) openToAll.add(added.id);
      if (channel.botIsMember) openToBots.add(added.id);
      return added;
    },

    addApp(workspace, options) {
      const id = world.ids.next('A');
      const app: SlackApp = {
        id,
        name: options.name ?? 'Confab',
        signingSecret: options.signingSecret,
        clientId: options.clientId ?? `${id}.client`,
        clientSecret: options.clientSecret ?? world.ids.hex(32),
        slashCommands: options.slashCommands.map((one) =>
          typeof one === 'string' ? { command: one, shouldEscape: false } : one,
        ),
        shortcuts: options.shortcuts ?? [],
        events: options.events,
        messagesTab: options.messagesTab ?? true,
        ...(options.appToken ? { appToken: options.appToken } : {}),
        ...(options.requestUrl ? { requestUrl: options.requestUrl } : {}),
      };
      world.apps.set(id, app);
      const { botToken, scopes } = options;
      const installation = install(world, app, workspaceOf(workspace), { botToken, scopes });
      for (const channelId of openToBots) {
        const channel = channelOf(world, channelId);
        if (channel.teamId === installation.workspace.id) channel.members.push(installation.botUserId);
      }
      return Object.assign(installation, { id });
    },

    join(channel, member) {
      const { members } = channelOf(world, channel);
      if (!members.includes(idOf(member))) members.push(idOf(member));
    },

    leave(channel, member) {
      const found = channelOf(world, channel);
      found.members = found.members.filter((id) => id !== idOf(member));
      openToAll.delete(found.id);
      openToBots.delete(found.id);
    },
  };
}
