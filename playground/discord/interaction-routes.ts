import { answerFields, answerInteraction } from './answer-interaction.ts';
import { refusal } from './api-error.ts';
import { MessageFlag } from './check-message.ts';
import type { Interaction, Interactions, ShownModal } from './interactions.ts';
import type { Message } from './message.ts';
import type { Platform } from './platform.ts';
import { type AppRequest, param, type Route } from './router.ts';
import { messageWire } from './wire.ts';
import { createMessage, deleteMessage, editMessage } from './write-message.ts';

/** Answers to interactions: the first by callback, the later ones by the interaction's token, for 15 minutes. */
export function interactionRoutes(
  platform: Platform,
  interactions: Interactions,
  showModal: (modal: ShownModal) => void,
): Route[] {
  const { world } = platform;
  const wire = (message: Message) => messageWire(world, message, platform.origin());

  /** @throws {ApiError} 10015 for a token that is none (or not answered yet), 50027 when its 15 minutes are over */
  const interactionOf = (request: AppRequest): Interaction => {
    const interaction = interactions.byToken(param(request, 'webhook_token'));
    if (interaction === undefined || interaction.application.id !== param(request, 'webhook_id'))
      throw refusal('unknownWebhook');
    if (world.clock.now() - interaction.createdAt > platform.limits.tokenMs) throw refusal('invalidWebhookToken');
    if (interaction.state !== 'answered') throw refusal('unknownWebhook');
    return interaction;
  };
  const messageOf = (interaction: Interaction, id: string): Message => {
    const wanted = id === '@original' ? interaction.originalId : id;
    const known = [interaction.originalId, ...interaction.followUpIds];
    const message = wanted !== null && known.includes(wanted) ? world.messages.get(wanted) : undefined;
    if (message === undefined || message.deleted) throw refusal('unknownMessage');
    return message;
  };
  /** The same three verbs, for `@original` and for any message by its id. */
  const messageRoutes = (last: string): Route[] => {
    const template = `/webhooks/{webhook_id}/{webhook_token}/messages/${last}`;
    const find = (request: AppRequest) =>
      messageOf(interactionOf(request), last === '@original' ? last : param(request, 'message_id'));
    return [
      { template: `GET ${template}`, open: true, handle: (request) => ({ status: 200, body: wire(find(request)) }) },
      {
        template: `PATCH ${template}`,
        open: true,
        handle(request) {
          const message = find(request);
          editMessage(platform, message, request.body, request.files);
          return { status: 200, body: wire(message) };
        },
      },
      {
        template: `DELETE ${template}`,
        open: true,
        handle(request) {
          deleteMessage(platform, find(request));
          return { status: 204 };
        },
      },
    ];
  };

  return [
    {
      template: 'POST /interactions/{interaction_id}/{interaction_token}/callback',
      open: true,
      handle(request) {
        const interaction = interactions.byToken(param(request, 'interaction_token'));
        if (interaction === undefined || interaction.id !== param(request, 'interaction_id'))
          throw refusal('unknownInteraction');
        const response = answerInteraction(platform, interaction, request.body, request.files, showModal);
        return request.query.get('with_response') === 'true' ? { status: 200, body: response } : { status: 204 };
      },
    },
    {
      template: 'POST /webhooks/{webhook_id}/{webhook_token}',
      open: true,
      handle(request) {
        const interaction = interactionOf(request);
        const original = interaction.originalId === null ? undefined : world.messages.get(interaction.originalId);
        if (
          interaction.answerKind === 'deferred-message' &&
          original !== undefined &&
          (original.flags & MessageFlag.Loading) !== 0
        ) {
          // The first message after a deferral fills it, and so is seen by whoever sees the deferral: its own EPHEMERAL flag counts for nothing.
          const { flags, ...rest } = request.body;
          const kept = typeof flags === 'number' ? flags & ~MessageFlag.Ephemeral : 0;
          editMessage(platform, original, kept === 0 ? rest : { ...rest, flags: kept }, request.files);
          return { status: 200, body: wire(original) };
        }
        // Whether a token works after a modal is not documented: an app that does without it is right either way.
        if (interaction.answerKind === 'autocomplete' || interaction.answerKind === 'modal')
          throw refusal('unknownWebhook');
        const fields = answerFields(platform, interaction, request.body);
        const message = createMessage(platform, {
          ...fields,
          type: 19,
          body: request.body,
          files: request.files,
          referenceId: interaction.originalId ?? fields.referenceId,
        });
        interaction.followUpIds.push(message.id);
        world.changed();
        return { status: 200, body: wire(message) };
      },
    },
    ...messageRoutes('@original'),
    ...messageRoutes('{message_id}'),
  ];
}
