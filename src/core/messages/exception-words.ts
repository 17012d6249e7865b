import { type ExceptionProblem, exceptionLimits } from '#core/availability/hours-exception.ts';
import type { ExceptionTextProblem } from '#core/availability/parse-exceptions.ts';
import { limits } from '#core/meetings/meeting.ts';
import { type Inline, say } from './message.ts';
import { listed } from './people-words.ts';

/** What was wrong with exceptions that somebody typed. */
export function exceptionTextWords(problem: ExceptionTextProblem): Inline[] {
  switch (problem.reason) {
    case 'not-understood':
      return say`${quoted(problem.text)} is not understood. Write it like "24 Dec to 2 Jan off; 5 Dec 10:00-14:00", with a semicolon between two of them.`;
    case 'ambiguous':
      return say`${quoted(problem.text)} may be ${listed(problem.dates, 'or')}. Please write it like that.`;
    case 'ends-first':
      return say`${quoted(problem.text)} ends before it begins.`;
    case 'times':
      return [problem.problem];
    case 'over-midnight':
      return say`${quoted(problem.text)} runs over midnight. Other hours are within one date: write "22:00-24:00", and the morning with the next date.`;
  }
}

/** What was wrong with exceptions that could be read. */
export function exceptionWords(problem: ExceptionProblem): Inline[] {
  switch (problem.reason) {
    case 'no-date':
      return say`${quoted(problem.text)} is not a date. Write it like 2026-12-24.`;
    case 'ends-first':
      return say`An exception from ${problem.from} to ${problem.to} ends before it begins.`;
    case 'windows':
      return say`The hours of an exception begin before they end, within one date and in steps of ${String(limits.grid)} minutes; at most ${String(exceptionLimits.windows)} stretches.`;
    case 'twice':
      return say`${problem.date} is in two exceptions. Please leave one of them out.`;
    case 'too-far':
      return say`${problem.date} is more than ${String(exceptionLimits.years)} years ahead. Please say that later.`;
    case 'too-many':
      return say`There are ${String(problem.count)} exceptions, and at most ${String(exceptionLimits.most)} can be kept. Please write days that follow each other as one.`;
  }
}

function quoted(text: string): string {
  return `"${text.length > 40 ? `${text.slice(0, 39)}…` : text}"`;
}
