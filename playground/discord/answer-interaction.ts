import { ApiError, refusal } from './api-error.ts';
import { checkChoices } from './check-command.ts';
import { MessageFlag } from './check-message.ts';
import { checkModal } from './check-modal.ts';
import { withIds } from './components.ts';
import { createForm } from './form.ts';
import { type Choice, type Interaction, InteractionType, isEphemeral, type ShownModal } from './interactions.ts';
import { isObject, type JsonObject, numberAt, objectsOf, textAt } from './json.ts';
import type { Message } from './message.ts';
import type { Platform } from './platform.ts';
import type { UploadedFile } from './request-body.ts';
import { messageWire } from './wire.ts';
import { createMessage, editMessage, loadingMessage } from './write-message.ts';

/** Callback types: Discord's documentation, "Interaction Callback Type". */
const Callback = { Message: 4, DeferredMessage: 5, DeferredUpdate: 6, Update: 7, Autocomplete: 8, Modal: 9 } as const;

const openModals = [InteractionType.Command, InteractionType.Component] as readonly number[];

/**
 * Carries out the first answer to an interaction and returns the callback response object.
 *
 * @throws {ApiError} 10062 after 3 s, 40060 for a second answer, 50035 for an answer that does not fit the interaction
 */
export function answerInteraction(
  platform: Platform,
  interaction: Interaction,
  body: JsonObject,
  files: readonly UploadedFile[],
  showModal: (modal: ShownModal) => void,
): JsonObject {
  if (interaction.state === 'failed') throw refusal('unknownInteraction');
  if (interaction.state === 'answered') throw refusal('alreadyAcknowledged');
  if (performance.now() - interaction.sentAt > platform.limits.firstAnswerMs) throw refusal('unknownInteraction');
  const type = checkType(interaction, body);
  const data = isObject(body.data) ? body.data : {};

  switch (type) {
    case Callback.Message: {
      const message = createMessage(platform, { ...answerFields(platform, interaction, data), body: data, files });
      interaction.answered({ kind: 'message', message });
      return response(platform, interaction, type, message);
    }
    case Callback.DeferredMessage: {
      const flags = numberAt(data, 'flags') ?? 0;
      if ((flags & ~MessageFlag.Ephemeral) !== 0)
        refuse(['data', 'flags'], 'Only EPHEMERAL can be set on a deferred message');
      const message = loadingMessage(platform, answerFields(platform, interaction, data));
      interaction.answered({ kind: 'deferred-message', message });
      return response(platform, interaction, type, message);
    }
    case Callback.DeferredUpdate:
    case Callback.Update: {
      const message = sourceMessage(platform, interaction);
      if (type === Callback.Update) editMessage(platform, message, data, files);
      interaction.answered({ kind: type === Callback.Update ? 'update' : 'deferred-update', message });
      return response(platform, interaction, type, message);
    }
    case Callback.Autocomplete: {
      const choices = checkAutocomplete(interaction, data);
      interaction.answered({ kind: 'autocomplete', choices });
      return response(platform, interaction, type, undefined);
    }
    default: {
      checkModal(data);
      const modal: ShownModal = {
        interactionId: interaction.id,
        userId: interaction.userId,
        channelId: interaction.channel.id,
        customId: textAt(data, 'custom_id'),
        title: textAt(data, 'title'),
        components: withIds(objectsOf(data.components)),
        messageId: interaction.sourceMessageId,
      };
      showModal(modal);
      interaction.answered({ kind: 'modal', modal });
      return response(platform, interaction, type, undefined);
    }
  }
}

/** What a message that answers an interaction has besides the app's own fields. */
export function answerFields(platform: Platform, interaction: Interaction, data: JsonObject) {
  const ephemeral = isEphemeral(numberAt(data, 'flags') ?? 0);
  const source =
    interaction.sourceMessageId === null ? undefined : platform.world.messages.get(interaction.sourceMessageId);
  return {
    channel: interaction.channel,
    authorId: interaction.application.botUserId,
    applicationId: interaction.application.id,
    type: interaction.sourceMessageId === null ? 20 : 19,
    visibleTo: ephemeral ? interaction.userId : null,
    flags: ephemeral ? MessageFlag.Ephemeral : 0,
    referenceId: source === undefined || source.visibleTo !== null ? null : source.id,
    interaction: { id: interaction.id, type: interaction.type, name: interaction.name, userId: interaction.userId },
  };
}

function checkType(interaction: Interaction, body: JsonObject): number {
  const form = createForm();
  const type = form.choice(body, 'type', [], Object.values(Callback), true);
  form.refuseIfWrong();
  const isAutocomplete = interaction.type === InteractionType.Autocomplete;
  if (isAutocomplete !== (type === Callback.Autocomplete)) {
    refuse(
      ['type'],
      isAutocomplete
        ? 'An autocomplete interaction takes choices only'
        : 'Choices answer autocomplete interactions only',
    );
  }
  if (type === Callback.Modal && !openModals.includes(interaction.type))
    refuse(['type'], 'A modal cannot answer this interaction');
  if ((type === Callback.Update || type === Callback.DeferredUpdate) && interaction.sourceMessageId === null) {
    refuse(['type'], 'There is no message to update');
  }
  return type ?? 0;
}

function checkAutocomplete(interaction: Interaction, data: JsonObject): Choice[] {
  const form = createForm();
  const choices = form.list(data, 'choices', ['data'], { max: 25, required: true });
  checkChoices(form, choices, ['data', 'choices'], interaction.optionType);
  form.refuseIfWrong();
  return choices.map((choice) => ({ name: textAt(choice, 'name'), value: choice.value as string | number }));
}

function sourceMessage(platform: Platform, interaction: Interaction): Message {
  const message = platform.world.messages.get(interaction.sourceMessageId ?? '');
  if (message === undefined || message.deleted) throw refusal('unknownMessage');
  return message;
}

function response(
  platform: Platform,
  interaction: Interaction,
  type: number,
  message: Message | undefined,
): JsonObject {
  const carriesMessage = type === Callback.Message || type === Callback.Update;
  return {
    interaction: {
      id: interaction.id,
      type: interaction.type,
      channel_id: interaction.channel.id,
      ...(interaction.channel.guildId === null ? {} : { guild_id: interaction.channel.guildId }),
      ...(message === undefined
        ? {}
        : {
            response_message_id: message.id,
            response_message_loading: type === Callback.DeferredMessage,
            response_message_ephemeral: message.visibleTo !== null,
          }),
    },
    ...(carriesMessage && message !== undefined
      ? { resource: { type, message: messageWire(platform.world, message, platform.origin()) } }
      : {}),
    ...(type === Callback.DeferredMessage ||
    type === Callback.DeferredUpdate ||
    type === Callback.Modal ||
    type === Callback.Autocomplete
      ? { resource: { type } }
      : {}),
  };
}

function refuse(path: readonly string[], message: string): never {
  const form = createForm();
  form.fail(path, 'INTERACTION_RESPONSE_TYPE_INVALID', message);
  form.refuseIfWrong();
  throw new ApiError(400, 50035, 'Invalid Form Body');
}
