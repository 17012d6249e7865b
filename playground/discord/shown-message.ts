import { MessageFlag } from './check-message.ts';
import { ComponentType, eachComponent } from './components.ts';
import { isObject, objectsOf, textAt } from './json.ts';
import type { Message, ShownMessage } from './message.ts';

/** A message as people and tests see it. */
export function shown(message: Message): ShownMessage {
  return structuredClone({
    id: message.id,
    channelId: message.channelId,
    authorId: message.authorId,
    content: message.content,
    embeds: message.embeds,
    components: message.components,
    attachments: message.attachments.map(({ filename, contentType, bytes }) => ({
      filename,
      contentType,
      size: bytes.length,
      text: contentType.startsWith('text/') ? new TextDecoder().decode(bytes) : null,
    })),
    text: readable(message),
    ephemeral: message.visibleTo !== null,
    visibleTo: message.visibleTo,
    loading: (message.flags & MessageFlag.Loading) !== 0,
    pings: message.pings,
    createdAt: message.createdAt,
    editedAt: message.editedAt,
    versions: message.versions,
    nonce: message.nonce,
    interactionId: message.interaction?.id ?? null,
    referenceId: message.referenceId,
  });
}

function readable(message: Message): string {
  const embeds = message.embeds.flatMap((embed) => [
    textAt(embed, 'title'),
    textAt(embed, 'description'),
    ...objectsOf(embed.fields).map((field) => `${textAt(field, 'name')}: ${textAt(field, 'value')}`),
    isObject(embed.footer) ? textAt(embed.footer, 'text') : '',
  ]);
  const displays = eachComponent(message.components)
    .filter((component) => component.type === ComponentType.TextDisplay)
    .map((component) => textAt(component, 'content'));
  return [message.content, ...embeds, ...displays].filter((line) => line !== '').join('\n');
}
