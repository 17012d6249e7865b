import type { StringSelectMenuInteraction } from 'discord.js';
import type { Desk } from '#core/desk/desk.ts';
import type { PersonId } from '#core/ids.ts';
import { askerOf } from './asker.ts';
import { openTimeForm } from './opening.ts';

/** A mentor was chosen from the list: the form follows at once. */
export async function chooseMentorFromList(interaction: StringSelectMenuInteraction, desk: Desk): Promise<void> {
  const mentor = (interaction.values[0] ?? '') as PersonId;
  await openTimeForm(interaction, desk, { do: 'book', mentor }, (visitor) => desk.openBooking(visitor, mentor));
}

/** A zone was chosen: it is kept, and the form that waited for it goes on. */
export async function chooseZoneFromList(
  interaction: StringSelectMenuInteraction,
  desk: Desk,
  formId: string,
): Promise<void> {
  await openTimeForm(interaction, desk, { do: 'retry', form: formId }, async (visitor) => {
    const result = await desk.setZone(visitor, interaction.values[0] ?? '');
    if (!result.ok) return { open: 'nothing', message: result.message };
    // The visitor of before does not know the zone yet.
    return desk.reopen(await desk.arrive(askerOf(interaction)), formId);
  });
}
