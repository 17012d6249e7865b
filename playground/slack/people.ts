/** A workspace, which Slack's payloads call a team. */
export interface Workspace {
  id: string;
  name: string;
  domain: string;
}

export interface SlackUser {
  id: string;
  teamId: string;
  /** The handle, as in `@ana`. */
  name: string;
  realName: string;
  /** IANA zone. */
  tz: string;
  /** IETF tag such as `en-GB`; shown to the app only with `include_locale`. */
  locale: string;
  isAdmin: boolean;
  isOwner: boolean;
  isBot: boolean;
  deleted: boolean;
}

export interface Channel {
  id: string;
  teamId: string;
  /** Without the `#`; `directmessage` for a DM, as payloads call it. */
  name: string;
  kind: 'public' | 'private' | 'im';
  /** Ids of people and bots in it. */
  members: string[];
  archived: boolean;
  /** Only owners may post (`restricted_action`). */
  postingRestricted: boolean;
}

export interface SlashCommand {
  command: string;
  /** Turns `@ana` and `#general` into `<@U..|ana>` and `<#C..|general>`, as the manifest's `should_escape` does. */
  shouldEscape: boolean;
  /** What the client's menu says about it, as in the manifest. */
  description?: string;
  usageHint?: string;
}

/** An app as its manifest describes it; one app may be installed in several workspaces. */
export interface SlackApp {
  id: string;
  name: string;
  appToken?: string;
  signingSecret: string;
  clientId: string;
  clientSecret: string;
  requestUrl?: string;
  slashCommands: SlashCommand[];
  /** Callback ids of global shortcuts. */
  shortcuts: string[];
  /** Names of the bot events it is subscribed to. */
  events: string[];
  /** Where the app home's Messages tab is off, a DM answers `messages_tab_disabled`. */
  messagesTab: boolean;
}

export interface Installation {
  app: SlackApp;
  workspace: Workspace;
  botToken: string;
  botId: string;
  botUserId: string;
  scopes: string[];
  /** False once the app was removed from the workspace. */
  active: boolean;
}

export interface PostedFile {
  id: string;
  name: string;
  title: string;
  size: number;
  content: Uint8Array;
  /** Ids of the conversations it was shared in. */
  channels: string[];
}
