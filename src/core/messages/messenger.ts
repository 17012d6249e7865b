import type { MessageRef } from '#core/effects/effect.ts';
import type { Account, Platform } from '#core/people/person.ts';
import type { Community } from '#core/programs/program.ts';
import type { Message } from './message.ts';

export interface DeliveryOptions {
  /**
   * Names this delivery. Where the platform can recognise it, a repeat with the same key shows nothing twice: what was shown the first time says what
   * the repeat says.
   */
  key: string;
  /** The reader's zone (IANA) for text that the platform does not put into the reader's zone by itself; null: UTC is shown. */
  zone: string | null;
}

export interface Told {
  ref: MessageRef;
  /** `direct`: a direct message. `room`: a private thread with the person alone. `mention`: only a mention that something waits, without any detail. */
  by: 'direct' | 'room' | 'mention';
  /** The room to use next time; null when direct messages work. */
  roomId: string | null;
}

/** What a platform can be asked to say outside of an answer. Throws `DeliveryError`. */
export interface Messenger {
  readonly platform: Platform;
  /** Tells one person in private. `communities` are where the person is known: a place to fall back to when direct messages are closed. */
  tell(account: Account, message: Message, communities: readonly Community[], options: DeliveryOptions): Promise<Told>;
  post(community: Community, channelId: string, message: Message, options: DeliveryOptions): Promise<MessageRef>;
  /** Replaces what a message shows. */
  edit(ref: MessageRef, message: Message, options: Pick<DeliveryOptions, 'zone'>): Promise<void>;
}

/** Shows a person's sessions on a page of their own (Slack's App Home). */
export interface HomePages {
  readonly platform: Platform;
  /** `home` is asked for when its turn has come, so that an older page never takes the place of a newer one. */
  show(account: Account, home: () => Promise<Message>, options: { zone: string | null }): Promise<void>;
}

export class DeliveryError extends Error {
  /**
   * - `closed`: this person cannot be told here (direct messages closed, left, deactivated, nowhere to fall back to).
   * - `gone`: the channel or message does not exist any more.
   * - `refused`: the platform will not take it, now or later (missing permission, our own mistake).
   * - `busy`: rate limited.
   * - `unavailable`: the request did not get through; certainly nothing was shown.
   * - `unknown`: no answer came; it may have been shown.
   */
  readonly code: 'closed' | 'gone' | 'refused' | 'busy' | 'unavailable' | 'unknown';
  /** Milliseconds, where the platform said so. */
  readonly retryAfter: number | undefined;

  constructor(code: DeliveryError['code'], message: string, options: { cause?: unknown; retryAfter?: number } = {}) {
    super(message, { cause: options.cause });
    this.name = 'DeliveryError';
    this.code = code;
    this.retryAfter = options.retryAfter;
  }
}
