import { type SubmitEvent, useState } from 'react';
import type { MeetingChangeJson, MeetingJson } from '#api/schemas.ts';
import { changeMeeting } from '#web/data/meetings.ts';
import { Button } from './button.tsx';
import { Dialog } from './dialog.tsx';
import { elsewhere, Field } from './field.tsx';
import { Problem } from './problem.tsx';
import { toast } from './toasts.tsx';
import { usePress } from './use-press.ts';

/** Nobody's words are lost: where the session changed meanwhile, both texts are shown, and only a second press writes over the other one. */
export function EditDialog({ meeting, onClose }: { meeting: MeetingJson; onClose: () => void }) {
  const [base, setBase] = useState(meeting);
  const [subject, setSubject] = useState(meeting.subject);
  const [description, setDescription] = useState(meeting.description);
  const press = usePress();
  const overtaken = press.problem?.status === 412;
  const isOther = meeting.subject !== base.subject || meeting.description !== base.description;

  const save = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const body: MeetingChangeJson = { subject: subject.trim(), description: description.trim() };
    const answer = await press.run(() =>
      changeMeeting<MeetingJson>('PUT', meeting, '', { body, ifMatch: base.revision }),
    );
    if (!answer?.ok) return;
    toast('Saved.');
    onClose();
  };

  return (
    <Dialog title="Edit the session" onClose={onClose}>
      <form onSubmit={(event) => void save(event)}>
        <Field label="Subject" name="subject" problem={press.problem}>
          {(described) => (
            <input
              {...described}
              required
              maxLength={150}
              value={subject}
              onChange={(event) => setSubject(event.target.value)}
            />
          )}
        </Field>
        <Field label="Description" hint="Only the two of you see it." name="description" problem={press.problem}>
          {(described) => (
            <textarea
              {...described}
              rows={7}
              maxLength={2_000}
              value={description}
              onChange={(event) => setDescription(event.target.value)}
            />
          )}
        </Field>
        {press.problem && elsewhere(press.problem, ['subject', 'description']) && <Problem problem={press.problem} />}
        {overtaken && (
          <div className="overtaken">
            {isOther ? (
              <>
                <p>It now says:</p>
                <blockquote>
                  <strong>{meeting.subject}</strong>
                  <p className="written">{meeting.description}</p>
                </blockquote>
              </>
            ) : (
              <p>Its subject and description are still as they were when you began.</p>
            )}
            <Button
              onClick={() => {
                setBase(meeting);
                press.clear();
              }}
            >
              Keep my words
            </Button>
            <Button
              look="quiet"
              onClick={() => {
                setBase(meeting);
                setSubject(meeting.subject);
                setDescription(meeting.description);
                press.clear();
              }}
            >
              Take the new ones
            </Button>
          </div>
        )}
        <div className="buttons buttons-end">
          <Button onClick={onClose}>Leave it</Button>
          <Button look="main" type="submit" busy={press.busy} disabled={overtaken}>
            Save
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
