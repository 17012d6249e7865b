import { useState } from 'react';
import type { MeetingJson } from '#api/schemas.ts';
import { changeMeeting } from '#web/data/meetings.ts';
import { useZone } from '#web/shell/who.tsx';
import { momentText } from '#web/time/format.ts';
import { useNow } from '#web/time/use-now.ts';
import { Button } from './button.tsx';
import { ConfirmDialog } from './confirm-dialog.tsx';
import { DeclineDialog } from './decline-dialog.tsx';
import { JoinLink } from './join-link.tsx';
import { Problem } from './problem.tsx';
import { RescheduleDialog } from './reschedule-dialog.tsx';
import { isTime, otherOf } from './session-words.ts';
import { toast } from './toasts.tsx';
import { usePress } from './use-press.ts';

/** What the reader may do with a session now. The server says what that is; `joinEarly`: the way in is shown before it is time, too. */
export function SessionActions({ meeting, joinEarly = false }: { meeting: MeetingJson; joinEarly?: boolean }) {
  const [open, setOpen] = useState<'decline' | 'reschedule' | 'cancel' | null>(null);
  const accepting = usePress();
  const zone = useZone();
  const now = useNow();
  const time = isTime(meeting, now);
  const other = otherOf(meeting);
  const may = (what: MeetingJson['can'][number]): boolean => meeting.can.includes(what);
  const isRequest = meeting.status === 'requested';
  const close = (): void => setOpen(null);
  /** For screen readers, which meet buttons out of their card. */
  const about = (
    <span className="unseen">
      {' '}
      {isRequest ? 'the request' : 'the session'} with {other.name}
    </span>
  );

  const accept = async (): Promise<void> => {
    const answer = await accepting.run(() => changeMeeting<MeetingJson>('POST', meeting, '/accept'));
    if (answer?.ok) toast(`Booked: ${other.name}, ${momentText(meeting.scheduledAt, zone, now)}.`);
  };

  // An open question stays even when what it is about may no longer be done: the answer says why.
  if (meeting.can.length === 0 && open === null) return null;
  return (
    <>
      {accepting.problem && <Problem problem={accepting.problem} />}
      <div className="buttons">
        {may('join') && (time || joinEarly) && <JoinLink meeting={meeting} main={time} />}
        {may('accept') && (
          <Button look="main" busy={accepting.busy} onClick={() => void accept()}>
            Accept{about}
          </Button>
        )}
        {may('decline') && <Button onClick={() => setOpen('decline')}>Decline{about}</Button>}
        {may('reschedule') && <Button onClick={() => setOpen('reschedule')}>Reschedule{about}</Button>}
        {may('cancel') && (
          <Button look="quiet" onClick={() => setOpen('cancel')}>
            {isRequest ? 'Withdraw' : 'Cancel'}
            {about}
          </Button>
        )}
      </div>
      {open === 'decline' && <DeclineDialog meeting={meeting} onClose={close} />}
      {open === 'reschedule' && <RescheduleDialog meeting={meeting} onClose={close} />}
      {open === 'cancel' && (
        <ConfirmDialog
          title={isRequest ? 'Withdraw this request?' : 'Cancel this session?'}
          keep={isRequest ? 'Keep it' : 'Keep the session'}
          confirm={isRequest ? 'Withdraw the request' : 'Cancel the session'}
          work={() => changeMeeting<MeetingJson>('DELETE', meeting)}
          onDone={() => {
            toast(isRequest ? 'The request was withdrawn.' : `Cancelled. ${other.name} is told.`);
            close();
          }}
          onClose={close}
        >
          <p>
            <strong>{meeting.subject}</strong> with {other.name},{' '}
            <time dateTime={meeting.scheduledAt}>{momentText(meeting.scheduledAt, zone, now)}</time>.
          </p>
          <p>{other.name} is told at once. This cannot be undone.</p>
        </ConfirmDialog>
      )}
    </>
  );
}
