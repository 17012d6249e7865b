import type { Messenger } from '../../src/core/messages/messenger.ts';

export interface QuietDiscord extends Messenger {
  /** How many messages it was given. */
  told: number;
}

/** A Discord that takes every message at once and shows it to nobody. `onTold` hears the key of each, which is the id of its effect. */
export function createQuietDiscord(onTold: (key: string) => void = () => {}): QuietDiscord {
  const quiet: QuietDiscord = {
    platform: 'discord',
    told: 0,
    async tell(account, _message, _communities, { key }) {
      quiet.told += 1;
      onTold(key);
      return {
        ref: { platform: 'discord', channelId: account.userId, messageId: String(quiet.told) },
        by: 'direct',
        roomId: null,
      };
    },
    async post(_community, channelId) {
      quiet.told += 1;
      return { platform: 'discord', channelId, messageId: String(quiet.told) };
    },
    async edit() {},
  };
  return quiet;
}
