import { ModalBuilder } from 'discord.js';
import type { MeetingId } from '#core/ids.ts';
import { limits as meetingLimits } from '#core/meetings/meeting.ts';
import { encodeFormId } from './form-id.ts';
import { textField } from './text-field.ts';

/** Why a request was declined, in the mentor's words. */
export function explainModal(meetingId: MeetingId): ModalBuilder {
  return new ModalBuilder()
    .setCustomId(encodeFormId({ form: 'explain', meetingId }))
    .setTitle('Say why')
    .addLabelComponents(
      textField({
        id: 'reason',
        label: 'What should the learner know?',
        hint: 'It is sent to them as you write it.',
        value: '',
        required: true,
        max: meetingLimits.reason,
        long: true,
      }),
    );
}
