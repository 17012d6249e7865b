import type { ModalView } from '@slack/web-api';
import { type Message, plainMessage, say } from '#core/messages/message.ts';
import type { SlackReader } from './inlines.ts';
import { limits } from './limits.ts';
import { plainObject } from './plain-object.ts';
import { renderInView } from './render.ts';

/** A modal that only says something. */
export function messageView(message: Message, reader: SlackReader): ModalView {
  return {
    type: 'modal',
    title: plainObject('Confab', limits.viewTitle),
    close: plainObject('Close', limits.viewButton),
    blocks: renderInView(message, reader),
  };
}

/** Shown while the answer takes longer than Slack waits. */
export const oneMoment: Message = plainMessage(say`One moment…`);
export const stillWorking: Message = plainMessage(say`Still working on it…`, [
  { text: say`The answer appears here. You can close this: what you asked for goes on.` },
]);
