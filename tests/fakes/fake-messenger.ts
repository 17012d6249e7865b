import type { MessageRef } from '#core/effects/effect.ts';
import type { Message } from '#core/messages/message.ts';
import {
  DeliveryError,
  type DeliveryOptions,
  type HomePages,
  type Messenger,
  type Told,
} from '#core/messages/messenger.ts';
import { plainText } from '#core/messages/plain-text.ts';
import type { Platform } from '#core/people/person.ts';

/** One thing the messenger was asked to do. */
export interface Said {
  what: 'tell' | 'post' | 'edit' | 'home';
  /** The user id, the channel id, or the id of the message. */
  to: string;
  /** The first line, as plain text in the zone that was given. */
  headline: string;
  text: string;
  message: Message;
  options: Partial<DeliveryOptions>;
}

export interface FakeMessenger extends Messenger, HomePages {
  /** What was shown, in order. */
  readonly said: Said[];
  /** What was asked, also where it failed. */
  readonly asked: Said[];
  /** What goes wrong with a call: an error that is thrown before anything is shown; null: all is well. */
  trouble: (said: Said) => Error | null;
  /** Whose answer gets lost: it is shown, and nobody learns where. */
  loses: (said: Said) => boolean;
  /** Waits for this before every call. */
  gate: Promise<void>;
  /** How people are told from now on. */
  tellsBy: Pick<Told, 'by' | 'roomId'>;
  /** What each message shows now, by its id: "dm-U1/1" is the first to that person. */
  readonly shown: Map<string, string>;
}

export function fails(code: DeliveryError['code'], retryAfter?: number): DeliveryError {
  return new DeliveryError(code, `The fake platform says: ${code}`, retryAfter === undefined ? {} : { retryAfter });
}

/** A platform that shows everything, unless a test says otherwise. */
export function createFakeMessenger(platform: Platform): FakeMessenger {
  const made = new Map<string, number>();
  const known = new Map<string, MessageRef>();

  async function ask(
    what: Said['what'],
    to: string,
    message: Message,
    options: Partial<DeliveryOptions>,
  ): Promise<string> {
    await fake.gate;
    const spell = ({ command, rest }: { command: string; rest?: string }) => `/${command}${rest ? ` ${rest}` : ''}`;
    const text = plainText(message, { zone: options.zone ?? null, spell });
    const said: Said = { what, to, headline: text.split('\n')[0] ?? '', text, message, options };
    fake.asked.push(said);
    const error = fake.trouble(said);
    if (error) throw error;
    fake.said.push(said);
    return text;
  }

  function show(channelId: string, text: string): MessageRef {
    const number = (made.get(channelId) ?? 0) + 1;
    made.set(channelId, number);
    const messageId = `${channelId}/${number}`;
    fake.shown.set(messageId, text);
    return { platform, channelId, messageId };
  }

  /** A repeat shows nothing twice, and leaves what it says; but Slack knows no repeats. */
  function showOnce(channelId: string, text: string, key: string): MessageRef {
    const ref = (platform === 'discord' && known.get(key)) || show(channelId, text);
    known.set(key, ref);
    fake.shown.set(ref.messageId, text);
    const said = fake.said.at(-1);
    if (said && fake.loses(said)) throw fails('unknown');
    return ref;
  }

  const fake: FakeMessenger = {
    platform,
    said: [],
    asked: [],
    trouble: () => null,
    loses: () => false,
    gate: Promise.resolve(),
    tellsBy: { by: 'direct', roomId: null },
    shown: new Map(),

    async tell(account, message, _communities, options) {
      const text = await ask('tell', account.userId, message, options);
      return { ref: showOnce(`dm-${account.userId}`, text, options.key), ...fake.tellsBy };
    },

    async post(_community, channelId, message, options) {
      return showOnce(channelId, await ask('post', channelId, message, options), options.key);
    },

    async edit(ref, message, options) {
      fake.shown.set(ref.messageId, await ask('edit', ref.messageId, message, options));
    },

    async show(account, home, options) {
      await ask('home', account.userId, await home(), options);
    },
  };
  return fake;
}
