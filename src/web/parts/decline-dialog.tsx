import { type SubmitEvent, useState } from 'react';
import type { MeetingJson } from '#api/schemas.ts';
import { changeMeeting } from '#web/data/meetings.ts';
import { Button } from './button.tsx';
import { Dialog } from './dialog.tsx';
import { elsewhere, Field } from './field.tsx';
import { Problem } from './problem.tsx';
import { otherOf } from './session-words.ts';
import { toast } from './toasts.tsx';
import { usePress } from './use-press.ts';

export function DeclineDialog({ meeting, onClose }: { meeting: MeetingJson; onClose: () => void }) {
  const [reason, setReason] = useState('');
  const press = usePress();
  const other = otherOf(meeting);

  const submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const answer = await press.run(() =>
      changeMeeting<MeetingJson>('POST', meeting, '/decline', { body: { reason: reason.trim() } }),
    );
    if (!answer?.ok) return;
    toast(`Declined. ${other.name} is told.`);
    onClose();
  };

  return (
    <Dialog title={`Decline ${other.name}'s request?`} onClose={onClose}>
      <form onSubmit={(event) => void submit(event)}>
        <p>
          <strong>{meeting.subject}</strong>
        </p>
        <Field
          label="Why it does not suit (optional)"
          hint={`${other.name} reads this. A word about another time or another mentor helps.`}
          name="reason"
          problem={press.problem}
        >
          {(described) => (
            <textarea {...described} rows={3} value={reason} onChange={(event) => setReason(event.target.value)} />
          )}
        </Field>
        {elsewhere(press.problem, ['reason']) && press.problem && <Problem problem={press.problem} />}
        <div className="buttons buttons-end">
          <Button onClick={onClose}>Not now</Button>
          <Button look="careful" type="submit" busy={press.busy}>
            Decline
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
