import { type APIApplicationCommandOptionChoice, type APIStringSelectComponent, ComponentType } from 'discord.js';
import type { Desk, MentorChoice } from '#core/desk/desk.ts';
import type { Visitor } from '#core/desk/visitor.ts';
import type { Message } from '#core/messages/message.ts';
import { oneLine } from '#core/messages/visible-text.ts';
import { type Answerable, acknowledge, say } from './answer.ts';
import { askerOf } from './asker.ts';
import { clipText } from './fit.ts';
import { encodeFormId } from './form-id.ts';
import { limits } from './limits.ts';
import { type Payload, render } from './render.ts';
import { chooseMentor } from './words.ts';

/** Asks with whom, of all mentors. */
export async function offerMentors(interaction: Answerable, desk: Desk): Promise<void> {
  await acknowledge(interaction);
  const visitor = await desk.arrive(askerOf(interaction));
  const mentors = await desk.findMentors(visitor, '', limits.selectOptions);
  await say(interaction, mentorQuestion(desk, visitor, mentors, chooseMentor()));
}

export function mentorQuestion(
  desk: Desk,
  visitor: Visitor,
  mentors: readonly MentorChoice[],
  question: Message,
): Message | Payload {
  return mentors.length === 0 ? desk.noMentors(visitor) : render(question, { select: mentorSelect(mentors) });
}

function mentorSelect(mentors: readonly MentorChoice[]): APIStringSelectComponent {
  return {
    type: ComponentType.StringSelect,
    custom_id: encodeFormId({ form: 'choose-mentor' }),
    placeholder: 'Choose a mentor',
    options: mentors.slice(0, limits.selectOptions).map((mentor) => ({
      label: clipText(oneLine(mentor.name) || '…', limits.optionText),
      value: mentor.id,
      description: clipText([topicsOf(mentor), soonestOf(mentor)].filter(Boolean).join(' · '), limits.optionText),
    })),
  };
}

/** "Maya: React, SQL (soonest Thu 3 Dec, 18:00)"; the soonest time is never cut off. */
export function mentorSuggestion(mentor: MentorChoice): APIApplicationCommandOptionChoice<string> {
  const topics = topicsOf(mentor);
  const soonest = ` (${soonestOf(mentor)})`;
  const name = oneLine(mentor.name) || '…';
  const who = clipText(topics ? `${name}: ${topics}` : name, Math.max(1, limits.choiceText - soonest.length));
  return { name: clipText(who + soonest, limits.choiceText), value: mentor.id };
}

function topicsOf({ topics }: MentorChoice): string {
  return topics.map(oneLine).filter(Boolean).join(', ');
}

function soonestOf({ soonest }: MentorChoice): string {
  return soonest === null ? 'no free time at present' : `soonest ${oneLine(soonest)}`;
}
