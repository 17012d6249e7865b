import type { JsonObject } from './json.ts';
import type { Pings } from './mentions.ts';

export interface Attachment {
  id: string;
  filename: string;
  contentType: string;
  description: string | null;
  bytes: Uint8Array;
}

/** What a message said before an edit. */
export interface MessageVersion {
  /** Shifted milliseconds since the epoch at which it stopped being so. */
  until: number;
  content: string;
  embeds: JsonObject[];
  components: JsonObject[];
}

export interface Message {
  id: string;
  channelId: string;
  guildId: string | null;
  authorId: string;
  applicationId: string | null;
  /** 0 default, 19 reply, 20 answer to a command. */
  type: number;
  content: string;
  embeds: JsonObject[];
  components: JsonObject[];
  attachments: Attachment[];
  flags: number;
  /** The one person who sees an ephemeral message. */
  visibleTo: string | null;
  /** That person's client does not hold it any more. */
  forgotten: boolean;
  /** Who is named in it, whether or not it rings. */
  mentions: Pings;
  /** Who is notified: see `pingsOf`. */
  pings: Pings;
  nonce: string | number | null;
  createdAt: number;
  editedAt: number | null;
  versions: MessageVersion[];
  deleted: boolean;
  /** The message this one replies to. */
  referenceId: string | null;
  interaction: { id: string; type: number; name: string; userId: string } | null;
  /** When it was edited after its first hour; Discord limits such edits. */
  lateEdits: number[];
}

/** A message as a person sees it: plain data, a copy that later edits do not change. */
export interface ShownMessage {
  id: string;
  channelId: string;
  authorId: string;
  content: string;
  embeds: JsonObject[];
  /** As the API gives them back: with ids. */
  components: JsonObject[];
  attachments: { filename: string; contentType: string; size: number; text: string | null }[];
  /** Content, embeds and text displays as one text, line by line: what a person would read. */
  text: string;
  ephemeral: boolean;
  visibleTo: string | null;
  /** "Confab is thinking..." */
  loading: boolean;
  pings: Pings;
  createdAt: number;
  editedAt: number | null;
  versions: MessageVersion[];
  nonce: string | number | null;
  interactionId: string | null;
  referenceId: string | null;
}
