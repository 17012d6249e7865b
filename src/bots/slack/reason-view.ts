import type { ModalView } from '@slack/web-api';
import type { MeetingId } from '#core/ids.ts';
import { limits as meetingLimits } from '#core/meetings/meeting.ts';
import { limits } from './limits.ts';
import { plainObject } from './plain-object.ts';
import { textField } from './text-field.ts';

export const reasonCallback = 'v1:reason';

/** Why a request was declined. The session's id travels in private_metadata. */
export function reasonView(meetingId: MeetingId): ModalView {
  return {
    type: 'modal',
    callback_id: reasonCallback,
    private_metadata: meetingId,
    title: plainObject('Say why', limits.viewTitle),
    submit: plainObject('Send', limits.viewButton),
    close: plainObject('Cancel', limits.viewButton),
    blocks: [
      textField({
        name: 'reason',
        label: 'What should they know?',
        typed: '',
        optional: false,
        longest: meetingLimits.reason,
        multiline: true,
      }),
    ],
  };
}
