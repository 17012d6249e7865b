import { chosenValues } from './choose-values.ts';
import { type CommandOptions, commandData, findCommand } from './command-input.ts';
import { ComponentType, eachComponent, findByCustomId, selectTypes } from './components.ts';
import { type InteractionResult, type Interactions, InteractionType, type ShownModal } from './interactions.ts';
import { type JsonObject, textAt } from './json.ts';
import type { Message } from './message.ts';
import { type ModalFields, modalSubmission } from './modal-submission.ts';
import type { Platform } from './platform.ts';
import { createResolved } from './resolved.ts';
import { messageWire } from './wire.ts';
import type { Channel } from './world.ts';

/** An id, or anything that has one. */
export type Ref = string | { readonly id: string };

type Where = { channel: Ref } | { dm: true };

/** What people do in the client. Each rejects with an Error for what their client would not let them do. */
export interface People {
  /** `name` with its groups and subcommand: `confab book`. */
  runCommand(input: Where & { user: Ref; name: string; options?: CommandOptions }): Promise<InteractionResult>;
  /** Types into an option that has autocomplete; `options` holds the text so far at `focused`. */
  autocomplete(
    input: Where & { user: Ref; name: string; options: CommandOptions; focused: string },
  ): Promise<InteractionResult>;
  /** Presses a button, found by `customId` or by its `label`. */
  press(
    input: { user: Ref; message: Ref; customId: string } | { user: Ref; message: Ref; label: string },
  ): Promise<InteractionResult>;
  /** Chooses in a select. `customId` may be left out where the message has one select only. */
  choose(input: { user: Ref; message: Ref; customId?: string; values: readonly string[] }): Promise<InteractionResult>;
  submitModal(input: { user: Ref; modal: ShownModal; fields: ModalFields }): Promise<InteractionResult>;
}

export function createPeople(
  platform: Platform,
  interactions: Interactions,
  openModals: Map<string, ShownModal>,
): People {
  const { world } = platform;

  const placeOf = (input: Where & { user: Ref; name: string }): Channel => {
    if ('channel' in input) return world.channel(idOf(input.channel));
    const root = input.name.split(' ')[0];
    const application = [...world.applications.values()].find((one) =>
      [...one.commands.values()].some((command) => command.name === root),
    );
    if (application === undefined) throw new Error(`/${input.name} is not registered.`);
    return world.directChannel(application.botUserId, idOf(input.user));
  };

  async function useCommand(
    input: Where & { user: Ref; name: string; options?: CommandOptions },
    focused?: string,
  ): Promise<InteractionResult> {
    const userId = idOf(input.user);
    const channel = placeOf(input);
    const found = findCommand(world, input.name, userId, channel);
    const option = found.options.find((one) => one.name === focused);
    if (focused !== undefined && option?.autocomplete !== true)
      throw new Error(`Option "${focused}" has no autocomplete.`);
    const resolved = createResolved(world, channel, userId, found.application.botUserId);
    return interactions.begin({
      application: found.application,
      type: focused === undefined ? InteractionType.Command : InteractionType.Autocomplete,
      userId,
      channel,
      name: input.name,
      data: commandData(found, input.options ?? {}, resolved, world, focused),
      optionType: Number(option?.type ?? 0),
    });
  }

  /** The message as this person sees it: not somebody else's ephemeral one or one that their client forgot, not in a place they cannot read. */
  function messageFor(userId: string, ref: Ref): { message: Message; channel: Channel } {
    const message = world.messages.get(idOf(ref));
    if (message === undefined || message.deleted || message.forgotten)
      throw new Error('The message is not there (any more).');
    const channel = world.channel(message.channelId);
    const visible =
      message.visibleTo === null ? world.may(channel, userId, 'ViewChannel') : message.visibleTo === userId;
    if (!visible) throw new Error('This person does not see the message.');
    return { message, channel };
  }

  async function useComponent(
    userId: string,
    message: Message,
    channel: Channel,
    component: JsonObject,
    extra: JsonObject,
  ): Promise<InteractionResult> {
    if (component.disabled === true) throw new Error(`"${textAt(component, 'custom_id')}" is disabled.`);
    const application = [...world.applications.values()].find((one) => one.botUserId === message.authorId);
    if (application === undefined) throw new Error('The message is of no app.');
    return interactions.begin({
      application,
      type: InteractionType.Component,
      userId,
      channel,
      name: message.interaction?.name ?? '',
      sourceMessage: { message, wire: messageWire(world, message, platform.origin()) },
      data: { custom_id: component.custom_id, component_type: component.type, id: component.id, ...extra },
    });
  }

  return {
    runCommand: (input) => useCommand(input),
    autocomplete: (input) => useCommand(input, input.focused),
    async press(input) {
      const userId = idOf(input.user);
      const { message, channel } = messageFor(userId, input.message);
      const buttons = eachComponent(message.components).filter((component) => component.type === ComponentType.Button);
      const wanted = (button: JsonObject) =>
        'customId' in input ? button.custom_id === input.customId : button.label === input.label;
      const button = buttons.find(wanted);
      if (button === undefined)
        throw new Error(
          `No such button, only: ${buttons.map((one) => `${textAt(one, 'label')} (${textAt(one, 'custom_id')})`).join(', ')}`,
        );
      if (textAt(button, 'custom_id') === '') throw new Error('A link sends the app nothing.');
      return useComponent(userId, message, channel, button, {});
    },
    async choose(input) {
      const userId = idOf(input.user);
      const { message, channel } = messageFor(userId, input.message);
      const selects = eachComponent(message.components).filter((component) =>
        selectTypes.includes(Number(component.type)),
      );
      const select =
        input.customId === undefined && selects.length === 1
          ? selects[0]
          : findByCustomId(selects, input.customId ?? '');
      if (select === undefined)
        throw new Error(`No such select, only: ${selects.map((one) => textAt(one, 'custom_id')).join(', ')}`);
      const resolved = createResolved(world, channel, userId, message.authorId);
      const values = chosenValues(world, select, input.values, true, resolved);
      const wire = resolved.wire();
      return useComponent(userId, message, channel, select, {
        values,
        ...(wire === undefined ? {} : { resolved: wire }),
      });
    },
    async submitModal({ user, modal, fields }) {
      const userId = idOf(user);
      const opener = interactions.all.get(modal.interactionId);
      if (opener === undefined || openModals.get(userId)?.interactionId !== modal.interactionId)
        throw new Error('This modal is not open for this person.');
      const resolved = createResolved(world, opener.channel, userId, opener.application.botUserId);
      const components = modalSubmission(world, modal, fields, resolved);
      const source = modal.messageId === null ? undefined : world.messages.get(modal.messageId);
      const wire = resolved.wire();
      const result = await interactions.begin({
        application: opener.application,
        type: InteractionType.ModalSubmit,
        userId,
        channel: opener.channel,
        name: opener.name,
        sourceMessage:
          source === undefined ? null : { message: source, wire: messageWire(world, source, platform.origin()) },
        data: { custom_id: modal.customId, components, ...(wire === undefined ? {} : { resolved: wire }) },
      });
      // What failed stays open, with what was typed, to be tried again.
      if (result.outcome === 'answered') openModals.delete(userId);
      return result;
    },
  };
}

export function idOf(ref: Ref): string {
  return typeof ref === 'string' ? ref : ref.id;
}
