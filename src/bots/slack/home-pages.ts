import type { WebClient } from '@slack/web-api';
import type { Message } from '#core/messages/message.ts';
import { DeliveryError, type HomePages } from '#core/messages/messenger.ts';
import { homeView } from './home-view.ts';
import type { FindIdentity } from './identity.ts';
import { deliveryError, directDeliveryError } from './slack-error.ts';

export interface SlackHomePages extends HomePages {
  /** The same for a page that is made when its turn comes, so that it shows what is true then. */
  publish(userId: string, make: () => Promise<{ home: Message; zone: string | null }>): Promise<void>;
}

/** Publishes App Homes. The pages of one person go out one after another, so that an older one never replaces a newer one. */
export function createHomePages(client: WebClient, findIdentity: FindIdentity): SlackHomePages {
  const lanes = new Map<string, Promise<void>>();

  async function inTurn(userId: string, work: () => Promise<void>): Promise<void> {
    const turn = (lanes.get(userId) ?? Promise.resolve()).catch(() => {}).then(work);
    lanes.set(userId, turn);
    try {
      await turn;
    } finally {
      if (lanes.get(userId) === turn) lanes.delete(userId);
    }
  }

  function publish(userId: string, make: () => Promise<{ home: Message; zone: string | null }>): Promise<void> {
    return inTurn(userId, async () => {
      const [{ teamId }, { home, zone }] = await Promise.all([findIdentity(), make()]);
      const view = homeView(home, { workspaceId: teamId, zone, handles: true });
      await client.views.publish({ user_id: userId, view });
    });
  }

  return {
    platform: 'slack',
    publish,
    async show(account, home, { zone }) {
      try {
        const { teamId } = await findIdentity();
        if (account.platform !== 'slack' || account.workspaceId !== teamId) {
          throw new DeliveryError('closed', 'This account is not in the workspace that Confab is connected to.');
        }
      } catch (error) {
        throw deliveryError(error);
      }
      await publish(account.userId, async () => ({ home: await home(), zone })).catch((error: unknown) => {
        throw directDeliveryError(error);
      });
    },
  };
}
