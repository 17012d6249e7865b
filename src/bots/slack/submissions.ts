import type { ViewOutput } from '@slack/bolt';
import type { FormResult } from '#core/desk/form.ts';
import type { MeetingId } from '#core/ids.ts';
import { plainMessage, say } from '#core/messages/message.ts';
import type { Front } from './front.ts';
import { mentorCallback } from './mentor-view.ts';
import { reasonCallback } from './reason-view.ts';
import { saveSettings } from './save-settings.ts';
import { settingsCallback } from './settings-view.ts';
import { type Submission, type Submitting, submitView } from './submit-view.ts';
import { readTimeForm } from './time-form.ts';
import { mentorAction, slotBlock, timeCallback } from './time-view.ts';
import { isTicked, textOf } from './view-values.ts';

/** Answers submitted modals, each by its callback id. */
export function createSubmissions(front: Front): (submission: Submission) => Promise<void> {
  const { desk } = front;

  const reason: Submitting = {
    name: 'reason form',
    undone: 'Your words were not sent.',
    submit: ({ visitor }, view) => desk.explain(visitor, view.private_metadata as MeetingId, textOf(view, 'reason')),
  };

  const mentor: Submitting = {
    name: 'mentor form',
    undone: 'Nothing was saved.',
    submit: ({ visitor }, view) =>
      desk.submitMentor(visitor, {
        topics: textOf(view, 'topics'),
        hours: textOf(view, 'hours'),
        exceptions: textOf(view, 'exceptions'),
        length: textOf(view, 'length'),
        notice: textOf(view, 'notice'),
        zone: textOf(view, 'zone'),
        open: isTicked(view, 'open'),
      }),
  };

  const settings: Submitting = {
    name: 'settings form',
    undone: 'Not everything was saved.',
    submit: (arrival, view) => saveSettings(front, arrival, view),
  };

  const unknown: Submitting = {
    name: 'unknown form',
    undone: 'Nothing was changed.',
    submit: async () => outdated(),
  };

  function time(mentorId: string): Submitting {
    return {
      name: 'time form',
      undone: 'Nothing was booked or moved.',
      // A slot is asked for where the form has slots, else a time in words.
      blocks: (field) => (field === 'slot' ? [slotBlock(mentorId), 'when'] : [field, 'when']),
      async submit({ visitor }, view): Promise<FormResult> {
        const submission = readTimeForm(view);
        return submission ? desk.submitTime(visitor, submission) : outdated();
      },
    };
  }

  function formOf(view: ViewOutput): Submitting {
    switch (view.callback_id) {
      case timeCallback:
        return time(readTimeForm(view)?.mentorId ?? '');
      case reasonCallback:
        return reason;
      case mentorCallback:
        return mentor;
      case settingsCallback:
        return settings;
      default:
        return unknown;
    }
  }

  return (submission) => submitView(front, submission, formOf(submission.view));
}

/** A form of another version of Confab, left open over an update. */
function outdated(): FormResult {
  const problem = say`This form is out of date. Please close it and open it again.`;
  return { ok: false, field: mentorAction, problem, message: plainMessage(problem) };
}
