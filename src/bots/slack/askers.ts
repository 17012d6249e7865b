import type { WebClient } from '@slack/web-api';
import type { Asker } from '#core/desk/visitor.ts';
import { type Inline, say } from '#core/messages/message.ts';
import { minute } from '#core/time/clock.ts';
import { isZone } from '#core/time/zones.ts';
import type { FindIdentity } from './identity.ts';
import { slackErrorCode } from './slack-error.ts';

/** Somebody Confab does not serve: not an error, and nobody's mistake. */
export class NotServed extends Error {
  readonly reason: 'bot' | 'deactivated' | 'stranger' | 'unknown';
  /** For whoever named them. */
  readonly sentence: readonly Inline[];
  /** For themselves. */
  readonly answer: readonly Inline[];

  constructor(reason: NotServed['reason'], sentence: readonly Inline[], answer = sentence) {
    super(`not served: ${reason}`);
    this.name = 'NotServed';
    this.reason = reason;
    this.sentence = sentence;
    this.answer = answer;
  }
}

export interface Askers {
  /** Throws `NotServed` for bots, deactivated people, guests from other workspaces and whom Slack does not know; else what the client throws. */
  find(userId: string): Promise<Asker>;
}

/** Long enough that a click does not cost a call, short enough that a new name or zone is seen soon. */
const rememberFor = 10 * minute;
const longestMemory = 5_000;

/** What `users.info` says of people from elsewhere and of those who were removed. */
const unknownPeople = ['user_not_found', 'users_not_found', 'user_not_visible'];

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
    client.users.info({ user: userId, include_locale: true }).catch((error: unknown) => {
      if (unknownPeople.includes(slackErrorCode(error) ?? '')) return { user: null };
      throw error;
    }),
  ]);
  if (user === null) {
    throw new NotServed(
      'unknown',
      say`Slack does not know this account here. Confab only works for members of ${{ strong: teamName }}.`,
      say`Slack does not know your account here. Confab only works for members of ${{ strong: teamName }}.`,
    );
  }
  const name = user?.profile?.display_name || user?.profile?.real_name || user?.real_name || user?.name || 'Somebody';
  if (user?.is_bot || userId === 'USLACKBOT')
    throw new NotServed('bot', say`${{ strong: name }} is a bot. Confab is for people.`);
  if (user?.deleted) throw new NotServed('deactivated', say`The account of ${{ strong: name }} is deactivated.`);
  if (user?.is_stranger)
    throw new NotServed('stranger', say`Confab only works for members of ${{ strong: teamName }}.`);
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
