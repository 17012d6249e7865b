import type { InteractionResult, ShownModal } from '../discord/interactions.ts';
import type { DiscordAction, Seen } from '../page/contract.ts';
import type { House } from './house.ts';

/** What a person does on Discord. Rejects with what their client would not let them do. */
export async function actOnDiscord({ stage: { discord } }: House, action: DiscordAction): Promise<Seen> {
  const { user } = action;
  switch (action.do) {
    case 'discord.command':
      return seenOf(await discord.runCommand({ user, ...placeOf(action.room), ...named(action) }));
    case 'discord.suggest': {
      const { focused } = action;
      return seenOf(await discord.autocomplete({ user, ...placeOf(action.room), ...named(action), focused }));
    }
    case 'discord.press':
      return seenOf(await discord.press({ user, message: action.message, customId: action.customId }));
    case 'discord.choose': {
      const { message, customId, values } = action;
      return seenOf(await discord.choose({ user, message, customId, values }));
    }
    case 'discord.submit': {
      const modal = discord.openModal(user);
      if (!modal) throw new Error('Something went wrong. Try again.');
      const { fields } = action;
      return seenOf(await discord.submitModal({ user, modal, fields }).catch((error: Error) => refuse(modal, error)));
    }
    case 'discord.dismiss':
      discord.dismissModal(user);
      return { ok: true, notice: null };
  }
}

const placeOf = (room: string) => (room === 'dm' ? { dm: true as const } : { channel: room });

const named = ({ name, options }: Extract<DiscordAction, { name: string }>) => ({ name, options });

function seenOf({ outcome, failure, choices }: InteractionResult): Seen {
  return {
    ok: outcome === 'answered',
    notice: outcome === 'answered' ? null : (failure ?? 'This interaction failed'),
    ...(choices ? { choices: choices.map(({ name, value }) => ({ name, value: String(value) })) } : {}),
  };
}

/** The client speaks of a field by its label, never by its id. */
function refuse(modal: ShownModal, { message }: Error): never {
  const said = modal.components.reduce((text, { label, component }) => {
    const id = (component as { custom_id?: unknown } | undefined)?.custom_id;
    return typeof id === 'string' ? text.replaceAll(`"${id}"`, `"${String(label)}"`) : text;
  }, message);
  throw new Error(said);
}
