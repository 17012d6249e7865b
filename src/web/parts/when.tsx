import type { MeetingJson } from '#api/schemas.ts';
import { useZone } from '#web/shell/who.tsx';
import { dayText, leafText, placeOf, rangeText, sameClock, timeThere, untilText } from '#web/time/format.ts';
import { useNow } from '#web/time/use-now.ts';
import { isOver, isTime, otherOf } from './session-words.ts';

/** The day as a leaf of a calendar. The words beside it say the same, so screen readers skip it. */
export function Leaf({ at }: { at: string }) {
  const { month, day, weekday } = leafText(at, useZone());
  return (
    <div className="leaf" aria-hidden="true">
      <span className="leaf-month">{month}</span>
      <span className="leaf-day">{day}</span>
      <span className="leaf-weekday">{weekday}</span>
    </div>
  );
}

/** When it is: by the reader's clock, and by the other person's where that shows another time. */
export function When({ meeting, withPlace = false }: { meeting: MeetingJson; withPlace?: boolean }) {
  const zone = useZone();
  const now = useNow(60_000);
  const there = otherOf(meeting);
  const { scheduledAt, endsAt } = meeting;
  return (
    <span className="when">
      <time dateTime={scheduledAt}>
        {dayText(scheduledAt, zone, now)}, <span className="together">{rangeText(scheduledAt, endsAt, zone)}</span>
      </time>
      {withPlace && <span className="hint"> in {placeOf(zone)}</span>}
      {there.zone && !sameClock(scheduledAt, zone, there.zone) && (
        <span className="there">
          {timeThere(scheduledAt, there.zone, zone)} for {there.name}
        </span>
      )}
    </span>
  );
}

/** How long until it begins, ends, or must be answered. */
export function Countdown({ meeting }: { meeting: MeetingJson }) {
  const now = useNow();
  if (isOver(meeting.status)) return null;
  const start = Date.parse(meeting.scheduledAt);
  const end = Date.parse(meeting.endsAt);
  if (meeting.status === 'requested') {
    const expires = meeting.expiresAt === null ? start : Date.parse(meeting.expiresAt);
    if (expires <= now) return null;
    const words = meeting.side === 'mentor' ? 'Answer within' : 'Answer due within';
    return (
      <span className="countdown">
        {words} {untilText(expires - now)}
      </span>
    );
  }
  if (now < start) {
    const near = isTime(meeting, now);
    return <span className={near ? 'countdown countdown-near' : 'countdown'}>Starts in {untilText(start - now)}</span>;
  }
  return now < end ? <span className="countdown countdown-near">{untilText(end - now)} left</span> : null;
}
