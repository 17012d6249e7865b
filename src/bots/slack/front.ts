import type { WebClient } from '@slack/web-api';
import type { Logger } from 'pino';
import type { Desk } from '#core/desk/desk.ts';
import type { Visitor } from '#core/desk/visitor.ts';
import type { Message } from '#core/messages/message.ts';
import type { Messenger } from '#core/messages/messenger.ts';
import type { Askers } from './askers.ts';
import type { Dispatcher } from './dispatcher.ts';
import type { SlackHomePages } from './home-pages.ts';
import type { SlackReader } from './inlines.ts';
import { renderMessage } from './render.ts';

/** What every handler works with. */
export interface Front {
  desk: Desk;
  /** For answers: it gives up soon. */
  client: WebClient;
  askers: Askers;
  homePages: SlackHomePages;
  /** For what a whole channel sees. */
  messenger: Messenger;
  dispatcher: Dispatcher;
  log: Logger;
}

/** Somebody at the desk, and how to write to them. */
export interface Arrival {
  visitor: Visitor;
  reader: SlackReader;
}

/** Throws `NotServed` where Slack says that this is nobody to serve. */
export async function arrive({ askers, desk }: Front, userId: string): Promise<Arrival> {
  const asker = await askers.find(userId);
  const visitor = await desk.arrive(asker);
  return { visitor, reader: { workspaceId: asker.workspaceId ?? '', zone: visitor.person.zone, handles: true } };
}

/** For what is said before it is known who is there. Such messages name neither people nor times. */
export const anyReader: SlackReader = { workspaceId: '', zone: null, handles: true };

/** The last resort for an answer whose place is gone: the person's direct message with the bot. */
export function tellDirectly(
  { client }: Front,
  userId: string,
  reader = anyReader,
): (message: Message) => Promise<void> {
  return async (message) => {
    await client.chat.postMessage({ channel: userId, ...renderMessage(message, reader) });
  };
}
