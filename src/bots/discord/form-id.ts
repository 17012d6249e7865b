import type { MeetingId, PersonId } from '#core/ids.ts';
import { limits } from './limits.ts';

/** What a modal, or a select in a message, is for. Everything needed to go on is in the id, so that it outlives the process. */
export type FormId =
  | { form: 'book'; formId: string; mentorId: PersonId }
  | { form: 'reschedule'; formId: string; mentorId: PersonId; meetingId: MeetingId }
  | { form: 'explain'; meetingId: MeetingId }
  /** `open`: whether requests are to be taken. */
  | { form: 'mentor'; open: boolean }
  /** The selects. */
  | { form: 'choose-mentor' }
  | { form: 'choose-zone'; formId: string };

/**
 * `v1:form:book:<form>:<mentor>`, `v1:form:reschedule:<form>:<mentor>:<meeting>`, `v1:form:explain:<meeting>`, `v1:form:mentor:open`, ... Buttons
 * have ids of their own (`#bots/action-id.ts`), none of which begins with `v1:form`. Throws when it would be longer than Discord takes, which is
 * our mistake.
 */
export function encodeFormId(id: FormId): string {
  const parts: string[] = ['v1', 'form', id.form];
  if ('open' in id) parts.push(id.open ? 'open' : 'closed');
  if ('formId' in id) parts.push(id.formId);
  if ('mentorId' in id) parts.push(id.mentorId);
  if ('meetingId' in id) parts.push(id.meetingId);
  const text = parts.join(':');
  if (text.length > limits.customId)
    throw new Error(`The id of the form "${id.form}" is ${text.length} characters long.`);
  return text;
}

/** Null for anything that is not one of ours. */
export function decodeFormId(text: string): FormId | null {
  const [version, kind, form, first, second, third] = text.split(':');
  if (version !== 'v1' || kind !== 'form') return null;
  if (form === 'choose-mentor') return { form };
  if (!first) return null;
  if (form === 'mentor') return first === 'open' || first === 'closed' ? { form, open: first === 'open' } : null;
  if (form === 'explain') return { form, meetingId: first as MeetingId };
  if (form === 'choose-zone') return { form, formId: first };
  if (!second) return null;
  if (form === 'book') return { form, formId: first, mentorId: second as PersonId };
  if (form === 'reschedule' && third) {
    return { form, formId: first, mentorId: second as PersonId, meetingId: third as MeetingId };
  }
  return null;
}
