import { formatExceptions } from '#core/availability/hours-exception.ts';
import { limits } from '#core/meetings/meeting.ts';
import type { Person } from '#core/people/person.ts';
import type { Instant } from '#core/time/clock.ts';
import { formatDuration, formatTime } from '#core/time/format-when.ts';
import { hoursOf } from './booking-words.ts';
import { type Inline, type Message, type MessageNode, plainMessage, say } from './message.ts';
import { listed, topicsOf } from './people-words.ts';

export function zoneSaved(zone: string, now: Instant): Message {
  return plainMessage(
    say`Your time zone is ${zone}, where it is ${formatTime(now, zone)} now. Times you type are read in it.`,
  );
}

export function zoneNotUnderstood(text: string, candidates: readonly string[]): Inline[] {
  return candidates.length > 0
    ? say`"${text}" could be ${listed(candidates, 'or')}. Please write one of them.`
    : say`"${text}" is not a place or time zone we know. Write a large city near you, or a name like Europe/Berlin.`;
}

export const zoneNeeded: Inline[] = say`We do not know your time zone yet. ${{ command: 'timezone' }} sets it.`;

/** Asked once, before the first booking. */
export const whereAreYou: Message = plainMessage(
  say`Where are you? Then all times are yours. You are asked only once.`,
);

/** `where`: whether people can book this mentor in the place they asked from, or only once they are named, or no place is known yet. */
export function mentorSaved(person: Person, soonest: Instant | null, where: 'here' | 'not-named' | 'nowhere'): Message {
  const mentor = person.mentor;
  if (!mentor) return plainMessage(say`Nothing was saved.`);
  const nodes: MessageNode[] = [
    {
      facts: [
        { label: 'Topics', value: [topicsOf(person)] },
        { label: 'Hours', value: [hoursOf(person)] },
        ...(mentor.exceptions.length > 0
          ? [{ label: 'Exceptions', value: [formatExceptions(mentor.exceptions)] }]
          : []),
        { label: 'Length', value: [formatDuration(mentor.duration)] },
        { label: 'Notice', value: [mentor.notice === 0 ? 'none' : formatDuration(mentor.notice)] },
      ],
    },
  ];
  if (!mentor.open) nodes.push({ text: say`You are not taking new requests at the moment.` });
  else if (where === 'nowhere') {
    nodes.push({ text: say`To be found, use any command of Confab once in the server you want to help in.` });
  } else if (where === 'not-named')
    nodes.push({ text: say`An organiser still has to name you as a mentor here: ask them to.` });
  else if (soonest === null) nodes.push({ text: say`With these hours there is no free time in the next weeks.` });
  else nodes.push({ text: say`The first time people can ask you for is ${{ at: soonest, as: 'date-time' }}.` });
  return plainMessage(mentor.open ? say`Saved. Thank you for helping.` : say`Saved.`, nodes);
}

export function notSaved(problem: readonly Inline[]): Message {
  return plainMessage(
    say`Nothing was saved. ${problem}`,
    [],
    [{ action: { do: 'retry-mentor' }, label: 'Try again', weight: 'main' }],
  );
}

export const mentorProblems = {
  topics: say`Please name at least one topic, with commas between them: "React, SQL". At most 10, of up to 40 characters each.`,
  hours: (problem: string): Inline[] => [problem],
  windows: say`Each stretch of hours begins before it ends, within one day and in steps of ${String(limits.grid)} minutes.`,
  length: say`Sessions last from ${String(limits.duration.min)} to ${String(limits.duration.max)} minutes, in steps of ${String(limits.duration.step)}: "30" or "1 hour".`,
  notice: say`How long before a session must it be asked for? Write it like "2 hours" or "1 day"; at most 14 days.`,
} as const;
