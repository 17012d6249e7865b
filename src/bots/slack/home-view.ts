import type { HomeView } from '@slack/web-api';
import type { Message } from '#core/messages/message.ts';
import type { SlackReader } from './inlines.ts';
import { renderInView } from './render.ts';

export function homeView(message: Message, reader: SlackReader): HomeView {
  return { type: 'home', blocks: renderInView(message, reader) };
}
