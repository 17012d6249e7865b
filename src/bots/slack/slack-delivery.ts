import type { Logger } from 'pino';
import type { Messenger } from '#core/messages/messenger.ts';
import { createClient, type SlackSettings } from './clients.ts';
import { createHomePages, type SlackHomePages } from './home-pages.ts';
import { createFindIdentity, type FindIdentity } from './identity.ts';
import { createSlackMessenger } from './messenger.ts';

/** Says and shows things on Slack, without listening to anybody: all that a process needs that only carries effects out. */
export interface SlackDelivery {
  messenger: Messenger;
  homePages: SlackHomePages;
  findIdentity: FindIdentity;
}

export function createSlackDelivery(settings: SlackSettings, log: Logger): SlackDelivery {
  const client = createClient(settings, 'delivery', log);
  const findIdentity = createFindIdentity(createClient(settings, 'patient', log));
  return {
    messenger: createSlackMessenger(client, findIdentity, log),
    homePages: createHomePages(client, findIdentity),
    findIdentity,
  };
}
