import { useState } from 'react';
import type { MeetingJson } from '#api/schemas.ts';
import { changeMeeting } from '#web/data/meetings.ts';
import { useZone } from '#web/shell/who.tsx';
import { momentText } from '#web/time/format.ts';
import { useNow } from '#web/time/use-now.ts';
import { Button } from './button.tsx';
import { Dialog } from './dialog.tsx';
import { NextFree } from './next-free.tsx';
import { Problem } from './problem.tsx';
import { otherOf } from './session-words.ts';
import { SlotPicker } from './slot-picker.tsx';
import { toast } from './toasts.tsx';
import { usePress } from './use-press.ts';
import { When } from './when.tsx';

/** Moves a session. `to`: the time is chosen already (it was dragged there), and is only confirmed. */
export function RescheduleDialog({
  meeting,
  to = null,
  onClose,
}: {
  meeting: MeetingJson;
  to?: string | null;
  onClose: () => void;
}) {
  const [at, setAt] = useState<string | null>(to);
  const [choosing, setChoosing] = useState(to === null);
  // What the reader decides on is the session as it was when they began.
  const [revision] = useState(meeting.revision);
  const press = usePress();
  const zone = useZone();
  const now = useNow(60_000);
  const other = otherOf(meeting);

  const move = async (): Promise<void> => {
    if (at === null) return;
    const answer = await press.run(() =>
      changeMeeting<MeetingJson>('PUT', meeting, '', { body: { scheduledAt: at }, ifMatch: revision }),
    );
    if (!answer?.ok) return;
    toast(`Moved to ${momentText(at, zone, now)}.`);
    onClose();
  };
  const choose = (instant: string): void => {
    press.clear();
    setAt(instant);
  };

  return (
    <Dialog title={`Move the session with ${other.name}`} wide={choosing} onClose={onClose}>
      <p>
        <strong>{meeting.subject}</strong>, now <When meeting={meeting} />
      </p>
      {choosing ? (
        <SlotPicker
          mentorId={meeting.mentor.id}
          duration={meeting.duration}
          except={meeting.id}
          startAt={meeting.scheduledAt}
          value={at}
          onChange={choose}
        />
      ) : (
        <p className="chosen">
          To <strong>{at === null ? '' : momentText(at, zone, now)}</strong>{' '}
          <Button look="quiet" onClick={() => setChoosing(true)}>
            Choose another time
          </Button>
        </p>
      )}
      <p className="hint">
        {meeting.status === 'requested'
          ? `${other.name} is asked for the new time instead.`
          : `It takes effect at once, and ${other.name} is told.`}
      </p>
      {press.problem && <Problem problem={press.problem} />}
      {press.problem && <NextFree problem={press.problem} onChoose={choose} />}
      <div className="buttons buttons-end">
        <Button onClick={onClose}>Leave it</Button>
        <Button look="main" busy={press.busy} disabled={at === null} onClick={() => void move()}>
          {at === null ? 'Move it' : `Move to ${momentText(at, zone, now)}`}
        </Button>
      </div>
    </Dialog>
  );
}
