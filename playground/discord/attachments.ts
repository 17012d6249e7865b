import type { IncomingMessage, ServerResponse } from 'node:http';
import type { World } from './world.ts';

/** Serves the files of messages, as Discord's CDN does. Returns false for any other address. */
export function serveAttachment(world: World, request: IncomingMessage, response: ServerResponse): boolean {
  const [, root, channelId, attachmentId] = (request.url ?? '').split('/');
  if (root !== 'attachments') return false;
  const attachments = world.messagesIn(channelId ?? '').flatMap((message) => message.attachments);
  const found = attachments.find((attachment) => attachment.id === attachmentId);
  if (found === undefined) response.writeHead(404).end();
  else response.writeHead(200, { 'content-type': found.contentType }).end(found.bytes);
  return true;
}
