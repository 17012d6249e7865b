import type { Refusal } from './decision.ts';
import { limits } from './meeting.ts';

/** What a session is about, as it is kept: the subject in one line, neither with blanks around it. */
export interface SessionWords {
  subject: string;
  description: string;
}

export function tidyWords({ subject, description }: SessionWords): SessionWords {
  return { subject: subject.replaceAll(/\s+/g, ' ').trim(), description: description.trim() };
}

/** Takes them tidied. Null when they may stand. */
export function checkWords({ subject, description }: SessionWords): Refusal | null {
  if (subject === '') return { reason: 'subject-missing' };
  if (subject.length > limits.subject) return { reason: 'subject-too-long', length: subject.length };
  if (description.length > limits.description) return { reason: 'description-too-long', length: description.length };
  return null;
}
