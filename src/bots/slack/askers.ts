import type { WebClient } from '@slack/web-api';
import type { Asker } from '#core/desk/visitor.ts';
import { type Message, plainMessage, say } from '#core/messages/message.ts';
import { minute } from '#core/time/clock.ts';
import { isZone } from '#core/time/zones.ts';
import type { FindIdentity } from './identity.ts';

/** Somebody Confab does not serve, and what they are told. */
export class NotServed extends Error {
  readonly answer: Message;

  constructor(answer: Message) {
    super('not served');
    this.name = 'NotServed';
    this.answer = answer;
  }
}

export interface Askers {
  /** Throws `NotServed` for bots, deactivated people and guests from other workspaces; else what the client throws. */
  find(userId: string): Promise<Asker>;
}

/** Long enough that a click does not cost a call, short enough that a new name or zone is seen soon. */
const rememberFor = 10 * minute;
const longestMemory = 5_000;

/** Reads people from `users.info` and remembers them for ten minutes. Measured by a clock that never jumps. */
export function createAskers(client: WebClient, findIdentity: FindIdentity): Askers {
  const known = new Map<string, { asker: Promise<Asker>; until: number }>();

  return {
    find(userId) {
      const before = known.get(userId);
      if (before && before.until > performance.now()) return before.asker;
      const asker = askSlack(client, findIdentity, userId);
      if (known.size >= longestMemory) known.clear();
      known.set(userId, { asker, until: performance.now() + rememberFor });
      asker.catch(() => known.delete(userId));
      return asker;
    },
  };
}

async function askSlack(client: WebClient, findIdentity: FindIdentity, userId: string): Promise<Asker> {
  const [{ teamId, teamName }, { user }] = await Promise.all([
    findIdentity(),
    client.users.info({ user: userId, include_locale: true }),
  ]);
  const name = user?.profile?.display_name || user?.profile?.real_name || user?.real_name || user?.name || 'Somebody';
  if (user?.is_bot || userId === 'USLACKBOT')
    throw new NotServed(plainMessage(say`${{ strong: name }} is a bot. Confab is for people.`));
  if (user?.deleted) throw new NotServed(plainMessage(say`The account of ${{ strong: name }} is deactivated.`));
  if (user?.is_stranger)
    throw new NotServed(plainMessage(say`Confab only works for members of ${{ strong: teamName }}.`));
  return {
    platform: 'slack',
    userId,
    workspaceId: teamId,
    name,
    community: { externalId: teamId, name: teamName },
    zone: user?.tz && isZone(user.tz) ? user.tz : null,
    locale: user?.locale ?? null,
    admin: user?.is_admin === true || user?.is_owner === true,
  };
}
