/**
 * What the playground's page and its server say to each other. `GET /api/stage?discord=ID&slack=ID` is a stream of server-sent events, each a whole
 * `Snapshot` as these two personas see it; `POST /api/act` takes an `Action` and answers with what the person sees of it at once, a `Seen`.
 */
import type { ShownModal } from '../discord/interactions.ts';
import type { JsonObject } from '../discord/json.ts';
import type { ShownMessage } from '../discord/message.ts';
import type { SlackMessage, SlackView } from '../slack/messages.ts';

export type PlatformName = 'discord' | 'slack';

export interface Persona {
  /** The platform's id of the person. */
  id: string;
  platform: PlatformName;
  name: string;
  /** What they are here. */
  is: 'student' | 'mentor' | 'organiser';
  /** IANA zone: moments are shown in it. */
  zone: string;
  /** IETF tag: how moments are written. */
  locale: string;
  /** Whether the app can write to them (Discord). */
  dmsOpen: boolean;
  /** How many messages they can see, in all rooms; what grew while nobody looked is unread. */
  seen: number;
}

export interface Room {
  /** The channel's id; `dm` for the direct messages with Confab. */
  id: string;
  kind: 'channel' | 'thread' | 'dm';
  name: string;
  private: boolean;
}

export interface DiscordMessage extends ShownMessage {
  /** The command that it answers, without the slash, and the id of who used it. */
  used?: { name: string; user: string };
}

export interface DiscordRoom extends Room {
  /** Of a thread: the channel that it hangs under. */
  parent?: string;
  /** Oldest first, those that only this person sees among them. */
  messages: DiscordMessage[];
}

export interface SlackRoom extends Room {
  messages: SlackMessage[];
  /** Nothing can be written in it, not even a command: an app's messages tab that the manifest makes read-only. */
  readOnly?: boolean;
}

/** Who or what an id in a text stands for: mentions, channels, authors. */
export type Names = Record<string, { name: string; kind: 'person' | 'bot' | 'channel' | 'role' }>;

export interface DiscordCommand {
  /** As one types it, without the slash: `confab settings`. */
  name: string;
  description: string;
  /** As they were registered, see Discord's application command option structure. */
  options: JsonObject[];
}

export interface SlackCommand {
  /** With the slash. */
  command: string;
  description: string;
  /** What may follow: `[mentor or topic]`. */
  usageHint: string;
}

export interface DiscordScreen {
  persona: string;
  server: string;
  rooms: DiscordRoom[];
  commands: DiscordCommand[];
  names: Names;
  modal: ShownModal | null;
}

export interface SlackScreen {
  persona: string;
  workspace: string;
  rooms: SlackRoom[];
  commands: SlackCommand[];
  /** The app's global shortcuts. */
  shortcuts?: { callbackId: string; name: string }[];
  /** Files that were posted, by id. */
  files?: Record<string, { name: string; content: string }>;
  names: Names;
  /** Modals that are open, root first; the last one is on top. */
  views: SlackView[];
  home: SlackView | null;
}

export interface CalendarEvent {
  id: string;
  title: string;
  description: string;
  /** Milliseconds since the epoch. */
  start: number;
  end: number;
  link: string | null;
}

export interface Calendar {
  /** Whose: an e-mail address. */
  account: string;
  events: CalendarEvent[];
}

export interface Switches {
  /** Google does not answer. */
  googleDown: boolean;
  /** Which persona's direct messages are closed, by id (Discord). */
  dmsClosed: string[];
}

export interface Story {
  /** Steps that can be played, in order; empty where the story cannot be played from here any more. */
  steps: { scene: string; title: string; state: 'to come' | 'playing' | 'held' | 'failed'; why: string | null }[];
  playing: boolean;
}

export interface Snapshot {
  /** Where all this is; in another house there are other people, and nothing of what was done in this one. */
  house: string;
  /** Milliseconds since the epoch, by the playground's clock, when this was written. */
  now: number;
  /** How many times faster than real time the clock goes. */
  speed: number;
  confab: 'running' | 'starting' | 'stopped';
  /** Where the dashboard is. */
  dashboard: string | null;
  personas: Persona[];
  discord: DiscordScreen;
  slack: SlackScreen;
  calendars: Calendar[];
  switches: Switches;
  story: Story;
  /** The next session's start, that the clock can jump towards; null where none is booked. */
  nextSession: { start: number; end: number; title: string } | null;
}

/** By what a person did on Discord. `room` is a channel's id, or `dm`. */
export type DiscordAction =
  | {
      do: 'discord.command';
      user: string;
      room: string;
      name: string;
      options: Record<string, string | number | boolean>;
    }
  | {
      do: 'discord.suggest';
      user: string;
      room: string;
      name: string;
      options: Record<string, string | number | boolean>;
      focused: string;
    }
  | { do: 'discord.press'; user: string; message: string; customId: string }
  | { do: 'discord.choose'; user: string; message: string; customId: string; values: string[] }
  | { do: 'discord.submit'; user: string; fields: Record<string, string | string[] | boolean> }
  /** Closes the modal without sending it. */
  | { do: 'discord.dismiss'; user: string };

/** Where an element stands: in a message, in the modal on top, or on the Home tab. */
export type SlackPlace = { message: string } | { home: true } | { view: string };

export type SlackAction =
  | { do: 'slack.command'; user: string; room: string; command: string; text: string }
  | { do: 'slack.shortcut'; user: string; callbackId: string }
  | { do: 'slack.press'; user: string; place: SlackPlace; blockId: string; actionId: string }
  /** A choice that stands where the app hears of it, or that changes what the modal holds; null clears. */
  | {
      do: 'slack.choose';
      user: string;
      place: SlackPlace;
      blockId: string;
      actionId: string;
      values: string | string[] | null;
    }
  | { do: 'slack.typeahead'; user: string; place: SlackPlace; blockId: string; actionId: string; value: string }
  /** Sends the modal on top, with what was typed: by block id and action id. */
  | { do: 'slack.submit'; user: string; values: Record<string, Record<string, string | string[] | null>> }
  | { do: 'slack.close'; user: string; all: boolean }
  | { do: 'slack.home'; user: string };

export type WorldAction =
  /** Moves the clock ahead to this moment (milliseconds since the epoch). */
  | { do: 'clock.to'; at: number }
  | { do: 'clock.speed'; speed: 1 | 60 }
  | { do: 'switch.google'; down: boolean }
  | { do: 'switch.dms'; user: string; closed: boolean }
  /** Moves a person to another zone. On Slack the platform tells the bot; on Discord they say so themselves, with /timezone. */
  | { do: 'switch.zone'; user: string; zone: string }
  /** To the eve of the next change of the clocks in the zone of this person. */
  | { do: 'switch.dst'; user: string }
  /** Kills Confab, as a power cut does. */
  | { do: 'confab.stop' }
  /** Starts Confab again, and kills it before if it runs. */
  | { do: 'confab.restart' }
  /** A person drags an event in Google Calendar itself. */
  | { do: 'calendar.move'; account: string; event: string; start: number }
  | { do: 'calendar.delete'; account: string; event: string }
  /** Asks in chat for this persona's dashboard, and answers with the address that signs in. */
  | { do: 'dashboard.open'; user: string }
  | { do: 'story.next' }
  | { do: 'story.play' }
  | { do: 'story.pause' }
  /** Everything from the beginning: what was done is gone, and the clock goes back. */
  | { do: 'story.again' };

export type Action = DiscordAction | SlackAction | WorldAction;

/** What the person sees of what they did, beside what the next snapshot shows. */
export interface Seen {
  ok: boolean;
  /** What the platform itself says when something went wrong ("This interaction failed"), or the client refuses to send. */
  notice: string | null;
  /** At fields of the modal, by block id (Slack). */
  errors?: Record<string, string>;
  /** Suggestions. */
  choices?: { name: string; value: string; group?: string; description?: string }[];
  /** What to open in a new tab. */
  url?: string;
}
