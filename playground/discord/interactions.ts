import { randomBytes } from 'node:crypto';
import { MessageFlag } from './check-message.ts';
import type { JsonObject } from './json.ts';
import type { Message, ShownMessage } from './message.ts';
import type { Platform } from './platform.ts';
import { shown } from './shown-message.ts';
import { channelWire, memberWire, userWire } from './wire.ts';
import type { Application, Channel } from './world.ts';

export const InteractionType = { Command: 2, Component: 3, Autocomplete: 4, ModalSubmit: 5 } as const;

/** How the app answered first. */
export type AnswerKind = 'message' | 'deferred-message' | 'update' | 'deferred-update' | 'modal' | 'autocomplete';

export interface ShownModal {
  /** Of the interaction that it answered. */
  interactionId: string;
  userId: string;
  channelId: string;
  customId: string;
  title: string;
  /** As the app sent them, with ids. */
  components: JsonObject[];
  /** The message whose button or select opened it. */
  messageId: string | null;
}

export interface Choice {
  name: string;
  value: string | number;
}

/** What a person saw after using a command, a button, a select or a modal. */
export interface InteractionResult {
  interactionId: string;
  outcome: 'answered' | 'failed';
  /** What Discord shows when the app did not answer. */
  failure?: string;
  kind?: AnswerKind;
  /** The answer as it was at first: the new message, or the message that was updated. */
  message?: ShownMessage;
  modal?: ShownModal;
  choices?: Choice[];
  /** Real milliseconds from sending to the first answer. */
  elapsedMs: number;
  /** The answer as it is now; undefined when there is none or it was deleted. */
  latest(): ShownMessage | undefined;
  /** Every later message of the same interaction, as they are now. */
  followUps(): ShownMessage[];
  /** Resolves with the answer once it is no longer "thinking" and fits; rejects after `timeoutMs` (5,000). */
  settled(fits?: (message: ShownMessage) => boolean, timeoutMs?: number): Promise<ShownMessage>;
}

export interface Interaction {
  id: string;
  token: string;
  type: number;
  application: Application;
  userId: string;
  channel: Channel;
  /** The command's full name, for the messages it leads to. */
  name: string;
  /** The message whose component was used, also through a modal. */
  sourceMessageId: string | null;
  /** For autocomplete: the type of the option being typed. */
  optionType: number;
  sentAt: number;
  /** By the shifted clock, for the token's life. */
  createdAt: number;
  state: 'waiting' | 'answered' | 'failed';
  answerKind: AnswerKind | null;
  /** What `@original` means. */
  originalId: string | null;
  followUpIds: string[];
  answered(fields: { kind: AnswerKind; message?: Message; modal?: ShownModal; choices?: Choice[] }): void;
}

interface Begin {
  application: Application;
  type: number;
  userId: string;
  channel: Channel;
  data: JsonObject;
  name: string;
  sourceMessage?: { message: Message; wire: JsonObject } | null;
  optionType?: number;
}

export interface Interactions {
  readonly all: Map<string, Interaction>;
  byToken(token: string): Interaction | undefined;
  /** Sends an interaction to the app and resolves with what the person sees: its first answer, or a failure after 3 s. */
  begin(fields: Begin): Promise<InteractionResult>;
  close(): void;
}

const failures: Record<number, string> = {
  [InteractionType.Command]: 'The application did not respond',
  [InteractionType.Component]: 'This interaction failed',
  [InteractionType.Autocomplete]: 'Loading options failed',
  [InteractionType.ModalSubmit]: 'Something went wrong. Try again.',
};

export function createInteractions(
  platform: Platform,
  waitFor: <T>(probe: () => T | undefined | false, timeoutMs: number, what: string) => Promise<T>,
): Interactions {
  const all = new Map<string, Interaction>();
  const tokens = new Map<string, Interaction>();
  const timers = new Set<NodeJS.Timeout>();
  const { world } = platform;

  const visible = (id: string | null): ShownMessage | undefined => {
    const message = id === null ? undefined : world.messages.get(id);
    return message === undefined || message.deleted ? undefined : shown(message);
  };

  function begin(fields: Begin): Promise<InteractionResult> {
    const { promise, resolve } = Promise.withResolvers<InteractionResult>();
    const id = world.newId();
    const sentAt = performance.now();
    const finish = (
      result: Omit<InteractionResult, 'interactionId' | 'elapsedMs' | 'latest' | 'followUps' | 'settled'>,
    ) => {
      clearTimeout(timer);
      timers.delete(timer);
      world.changed();
      const latest = () => visible(interaction.originalId);
      resolve({
        interactionId: id,
        ...result,
        elapsedMs: performance.now() - sentAt,
        latest,
        followUps: () => interaction.followUpIds.map(visible).filter((message) => message !== undefined),
        settled: (fits = () => true, timeoutMs = 5000) =>
          waitFor(
            () => {
              const message = latest();
              return message !== undefined && !message.loading && fits(message) && message;
            },
            timeoutMs,
            'the answer to settle',
          ),
      });
    };
    const fail = () => {
      if (interaction.state !== 'waiting') return;
      interaction.state = 'failed';
      finish({ outcome: 'failed', failure: failures[fields.type] ?? 'This interaction failed' });
    };
    const interaction: Interaction = {
      id,
      token: Buffer.from(`interaction:${id}:${randomBytes(48).toString('hex')}`).toString('base64url'),
      type: fields.type,
      application: fields.application,
      userId: fields.userId,
      channel: fields.channel,
      name: fields.name,
      sourceMessageId: fields.sourceMessage?.message.id ?? null,
      optionType: fields.optionType ?? 0,
      sentAt,
      createdAt: world.clock.now(),
      state: 'waiting',
      answerKind: null,
      originalId: null,
      followUpIds: [],
      answered({ kind, message, modal, choices }) {
        interaction.state = 'answered';
        interaction.answerKind = kind;
        interaction.originalId = message?.id ?? null;
        finish({
          outcome: 'answered',
          kind,
          ...(message === undefined ? {} : { message: shown(message) }),
          ...(modal === undefined ? {} : { modal }),
          ...(choices === undefined ? {} : { choices }),
        });
      },
    };
    all.set(id, interaction);
    tokens.set(interaction.token, interaction);
    const timer = setTimeout(fail, platform.limits.firstAnswerMs);
    timers.add(timer);

    if (!platform.reachable(fields.application)) {
      fail();
      return promise;
    }
    platform.dispatch({
      event: 'INTERACTION_CREATE',
      data: payload(platform, interaction, fields),
      to: (application) => application === fields.application,
    });
    return promise;
  }

  return {
    all,
    byToken: (token) => tokens.get(token),
    begin,
    close() {
      for (const timer of timers) clearTimeout(timer);
    },
  };
}

/** The whole interaction as INTERACTION_CREATE carries it: Discord's documentation, "Interaction Structure". */
function payload(platform: Platform, interaction: Interaction, { data, sourceMessage }: Begin): JsonObject {
  const { world } = platform;
  const { application, channel } = interaction;
  const user = world.user(interaction.userId);
  const guild = channel.guildId === null ? undefined : world.guild(channel.guildId);
  const member = guild?.members.get(user.id);
  return {
    id: interaction.id,
    application_id: application.id,
    type: interaction.type,
    token: interaction.token,
    version: 1,
    data,
    channel_id: channel.id,
    channel: {
      ...channelWire(world, channel),
      ...(guild === undefined ? {} : { permissions: world.permissionsIn(channel, user.id).toString() }),
    },
    ...(guild === undefined || member === undefined
      ? { user: userWire(user), context: 1, authorizing_integration_owners: { '0': '0' } }
      : {
          guild_id: guild.id,
          guild: { id: guild.id, locale: guild.locale, features: [] },
          guild_locale: guild.locale,
          member: { ...memberWire(world, member), permissions: world.permissionsIn(channel, user.id).toString() },
          context: 0,
          authorizing_integration_owners: { '0': guild.id },
        }),
    ...(sourceMessage === null || sourceMessage === undefined ? {} : { message: sourceMessage.wire }),
    app_permissions: appPermissions(platform, channel, application).toString(),
    locale: user.locale,
    entitlements: [],
    attachment_size_limit: 10 * 1024 * 1024,
  };
}

function appPermissions(platform: Platform, channel: Channel, application: Application): bigint {
  // In a direct message: attach files, embed links, mention everyone, use external emojis.
  if (channel.guildId === null) return (1n << 15n) | (1n << 14n) | (1n << 17n) | (1n << 18n);
  return platform.world.permissionsIn(channel, application.botUserId);
}

export function isEphemeral(flags: number): boolean {
  return (flags & MessageFlag.Ephemeral) !== 0;
}
