import type { Fields } from './fields.ts';

/** What a message showed at one time. */
export interface MessageVersion {
  text: string;
  blocks: Fields[];
}

export interface SlackMessage extends MessageVersion {
  ts: string;
  channelId: string;
  teamId: string;
  /** Id of the author: the bot's user, or a person. */
  userId: string;
  appId?: string;
  botId?: string;
  attachments: Fields[];
  threadTs?: string;
  /** The only person who sees it, for an ephemeral message. */
  onlyFor?: string;
  /** What it showed before, oldest first. */
  history: MessageVersion[];
  deleted: boolean;
  /** Whom it notified: `channel`, `here`, `everyone`, user ids, user group ids. */
  pings: string[];
  fileIds: string[];
}

/** Values by block_id and action_id, as in `view.state.values`. */
export type Values = Record<string, Record<string, Fields>>;

export interface SlackView {
  id: string;
  type: 'modal' | 'home';
  teamId: string;
  appId: string;
  botId: string;
  userId: string;
  title: string;
  submit: string | null;
  close: string | null;
  callbackId: string;
  privateMetadata: string;
  externalId: string;
  blocks: Fields[];
  /** What is typed and chosen in it now. */
  values: Values;
  hash: string;
  rootViewId: string;
  previousViewId: string | null;
  clearOnClose: boolean;
  notifyOnClose: boolean;
  /** Errors shown at fields since the last submission, by block_id. */
  errors: Record<string, string>;
}
