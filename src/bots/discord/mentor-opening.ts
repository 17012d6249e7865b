import type { Desk } from '#core/desk/desk.ts';
import { type Opener, openModal, sayAtOnce } from './answer.ts';
import { askerOf } from './asker.ts';
import { late, withinBudget } from './budget.ts';
import { mentorModal } from './mentor-form.ts';
import { takesLonger } from './words.ts';

/** Opens the mentor's form as the first answer, with what is offered at present or with what was typed when it was last refused. */
export async function openMentorForm(interaction: Opener, desk: Desk): Promise<void> {
  const form = await withinBudget(desk.arrive(askerOf(interaction)).then((visitor) => desk.mentorForm(visitor)));
  if (form === late) return sayAtOnce(interaction, takesLonger({ do: 'retry-mentor' }));
  await openModal(interaction, mentorModal(form));
}
