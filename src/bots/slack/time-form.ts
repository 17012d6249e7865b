import type { ViewOutput } from '@slack/bolt';
import type { TimeSubmission } from '#core/desk/form.ts';
import type { PersonId } from '#core/ids.ts';
import { decodeMetadata } from './form-metadata.ts';
import { mentorAction, slotBlock } from './time-view.ts';
import { optionOf, textOf } from './view-values.ts';

/**
 * What a submitted form for a time says; null where the form is not ours. The mentor is the one chosen in the form, which may have been
 * chosen so late that the form was not drawn for them yet: then there is no slot of theirs, and the modal's own id names the form.
 */
export function readTimeForm(view: ViewOutput): TimeSubmission | null {
  const about = decodeMetadata(view.private_metadata);
  if (!about) return null;
  const chosen = (optionOf(view, mentorAction)?.value ?? null) as PersonId | null;
  const mentorId = chosen ?? about.mentorId;
  if (!mentorId) return null;
  const slot = Number(optionOf(view, slotBlock(mentorId), 'slot')?.value ?? Number.NaN);
  return {
    formId: about.formId !== null && about.mentorId === mentorId ? about.formId : view.id,
    purpose: about.purpose,
    mentorId,
    meetingId: about.meetingId,
    slot: Number.isSafeInteger(slot) ? slot : null,
    when: textOf(view, 'when'),
    subject: textOf(view, 'subject'),
    description: textOf(view, 'description'),
    zone: textOf(view, 'zone') || null,
  };
}
