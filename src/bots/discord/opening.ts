import type { Desk, MentorChoice } from '#core/desk/desk.ts';
import type { FormOpening } from '#core/desk/form.ts';
import type { Visitor } from '#core/desk/visitor.ts';
import type { Action } from '#core/messages/action.ts';
import type { Message } from '#core/messages/message.ts';
import { type Opener, openModal, sayAtOnce } from './answer.ts';
import { askerOf } from './asker.ts';
import { late, withinBudget } from './budget.ts';
import { mentorQuestion } from './mentor-choice.ts';
import { timeModal } from './time-form.ts';
import { takesLonger } from './words.ts';
import { zoneQuestion } from './zone-choice.ts';

/** The desk's answer to wanting a form, or mentors to choose from first, with the question that introduces them. */
export type Opening = FormOpening | { open: 'mentors'; mentors: MentorChoice[]; question: Message };

/**
 * Opens a form for a time as the first answer: Discord takes a modal only at once, so the desk has little time. `goOn` is what a button
 * offers where it needs more.
 */
export async function openTimeForm(
  interaction: Opener,
  desk: Desk,
  goOn: Action,
  open: (visitor: Visitor) => Promise<Opening>,
): Promise<void> {
  const opened = await withinBudget(
    (async () => {
      const visitor = await desk.arrive(askerOf(interaction));
      return { visitor, opening: await open(visitor) };
    })(),
  );
  if (opened === late) return sayAtOnce(interaction, takesLonger(goOn));
  const { visitor, opening } = opened;
  if (opening.open === 'form') return openModal(interaction, timeModal(opening.form));
  if (opening.open === 'zone') return sayAtOnce(interaction, zoneQuestion(opening.formId, opening.suggestions));
  if (opening.open === 'mentors')
    return sayAtOnce(interaction, mentorQuestion(desk, visitor, opening.mentors, opening.question));
  return sayAtOnce(interaction, opening.message);
}
