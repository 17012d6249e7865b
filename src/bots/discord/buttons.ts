import type { ButtonInteraction } from 'discord.js';
import type { Desk, PressAction } from '#core/desk/desk.ts';
import type { Action } from '#core/messages/action.ts';
import {
  acknowledge,
  acknowledgeApart,
  acknowledgeInPlace,
  openModal,
  pressedPrivately,
  say,
  sayAlso,
} from './answer.ts';
import { askerOf } from './asker.ts';
import { explainModal } from './explain-form.ts';
import { offerMentors } from './mentor-choice.ts';
import { openMentorForm } from './mentor-opening.ts';
import { openTimeForm } from './opening.ts';

/** A pressed button. Everything is in its id: it may come twice, late, or from somebody it was not meant for, and the desk decides. */
export async function pressButton(interaction: ButtonInteraction, desk: Desk, action: Action): Promise<void> {
  switch (action.do) {
    case 'book': {
      const { mentor } = action;
      if (mentor === '') return offerMentors(interaction, desk);
      return openTimeForm(interaction, desk, action, (visitor) => desk.openBooking(visitor, mentor));
    }
    case 'reschedule':
      return openTimeForm(interaction, desk, action, (visitor) => desk.openReschedule(visitor, action.meeting));
    case 'retry':
    case 'other-zone':
      return openTimeForm(interaction, desk, action, (visitor) => desk.reopen(visitor, action.form));
    case 'retry-mentor':
      return openMentorForm(interaction, desk);
    case 'explain':
      return openModal(interaction, explainModal(action.meeting));
    case 'pick': {
      await acknowledge(interaction);
      const visitor = await desk.arrive(askerOf(interaction));
      const { message } = await desk.pick(visitor, action.form, action.at);
      return say(interaction, message);
    }
    case 'calendar-file': {
      await acknowledgeApart(interaction);
      const visitor = await desk.arrive(askerOf(interaction));
      const { file, message } = await desk.calendarFile(visitor, action.meeting);
      return say(interaction, message, file ?? undefined);
    }
    default:
      return press(interaction, desk, action);
  }
}

/** A private message shows the answer in its own place; a card stays a card, and the answer comes beside it. */
async function press(interaction: ButtonInteraction, desk: Desk, action: PressAction): Promise<void> {
  await acknowledgeInPlace(interaction);
  const visitor = await desk.arrive(askerOf(interaction));
  const { card, reply } = await desk.press(visitor, action);
  if (pressedPrivately(interaction)) {
    const shown = reply ?? card;
    if (shown) await say(interaction, shown);
    return;
  }
  if (card) await say(interaction, card);
  if (reply) await sayAlso(interaction, reply);
}
