import type { MeetingId, PersonId } from '#core/ids.ts';
import { limits } from './limits.ts';

/** What a form for a time is about. It travels with the modal, so that a restart in between forgets nothing. */
export interface FormMetadata {
  purpose: 'book' | 'reschedule';
  /** Null until a mentor is chosen. */
  formId: string | null;
  mentorId: PersonId | null;
  meetingId: MeetingId | null;
}

export function encodeMetadata(metadata: FormMetadata): string {
  const text = JSON.stringify(metadata);
  if (text.length > limits.metadata) throw new Error(`The metadata of a form is ${text.length} characters long.`);
  return text;
}

/** Null for anything that is not ours, such as the form of a version to come. */
export function decodeMetadata(text: string): FormMetadata | null {
  const fields = parsed(text);
  if (!fields) return null;
  const { purpose, formId, mentorId, meetingId } = fields;
  if (purpose !== 'book' && purpose !== 'reschedule') return null;
  return {
    purpose,
    formId: textOrNull(formId),
    mentorId: textOrNull(mentorId) as PersonId | null,
    meetingId: textOrNull(meetingId) as MeetingId | null,
  };
}

function parsed(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? { ...value } : null;
  } catch {
    return null;
  }
}

function textOrNull(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}
