import FullCalendar, {
  type CalendarApi,
  type CalendarRef,
  type DatesSetInfo,
  type EventDropInfo,
  type EventInput,
} from '@fullcalendar/react';
import dayGrid from '@fullcalendar/react/daygrid';
import interaction from '@fullcalendar/react/interaction';
import list from '@fullcalendar/react/list';
import classic from '@fullcalendar/react/themes/classic';
import timeGrid from '@fullcalendar/react/timegrid';
import { useEffect, useMemo, useRef, useState } from 'react';
import '@fullcalendar/react/skeleton.css';
import '@fullcalendar/react/themes/classic/theme.css';
import '#web/style/calendar.css';
import type { MeetingJson } from '#api/schemas.ts';
import { getAllPages, spanPath } from '#web/data/meetings.ts';
import { useQuery } from '#web/data/queries.ts';
import { now } from '#web/data/server-clock.ts';
import { Button } from '#web/parts/button.tsx';
import { Icon } from '#web/parts/icon.tsx';
import { Problem } from '#web/parts/problem.tsx';
import { RescheduleDialog } from '#web/parts/reschedule-dialog.tsx';
import { isOver, otherOf, statusLook } from '#web/parts/session-words.ts';
import { go, usePlace } from '#web/shell/location.ts';
import { Page } from '#web/shell/page.tsx';
import { useZone } from '#web/shell/who.tsx';
import { addDays, addMonths, type Day, dayOf, monthOf, weekdayOf } from '#web/time/days.ts';
import { monthName, placeOf, shortDay } from '#web/time/format.ts';
import { firstWeekday, hour12, locale } from '#web/time/locale.ts';

type View = 'month' | 'week' | 'list';

/** On a phone seven columns are too narrow to read: three days take the place of a week. */
const narrow = window.matchMedia('(max-width: 40rem)').matches;
const views: Record<View, string> = {
  month: 'dayGridMonth',
  week: narrow ? 'timeGridThreeDays' : 'timeGridWeek',
  list: 'listMonth',
};
const viewWords: Record<View, string> = { month: 'Month', week: narrow ? '3 days' : 'Week', list: 'List' };

const timeFormat: Intl.DateTimeFormatOptions = hour12
  ? { hour: 'numeric', minute: '2-digit', hour12: true }
  : { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' };

export function Calendar() {
  const zone = useZone();
  const { query } = usePlace();
  const calendar = useRef<CalendarRef>(null);
  const asked = query.get('view');
  const view: View = asked !== null && asked in views ? (asked as View) : narrow ? 'list' : 'month';
  const day = readDay(query.get('date')) ?? dayOf(now(), zone);
  const [span, setSpan] = useState<{ from: string; to: string } | null>(null);
  const [moving, setMoving] = useState<{ meeting: MeetingJson; to: string } | null>(null);

  const path = span && spanPath(span.from, span.to);
  const { value, problem } = useQuery<MeetingJson[]>(path, getAllPages);
  // Between two months the old one's sessions are gone and the new one's not there: what is known stays until then.
  const last = useRef<MeetingJson[]>([]);
  if (value) last.current = value;
  const meetings = value ?? last.current;
  const events = useMemo(() => meetings.map(eventOf), [meetings]);

  const show = (next: { view?: View; day?: Day }): void =>
    go(`/calendar?view=${next.view ?? view}&date=${next.day ?? day}`, 'replace');

  // The address decides what is shown; FullCalendar follows. Not while React paints: it paints by itself.
  useEffect(() => {
    const api = calendar.current?.getApi() as CalendarApi | undefined;
    if (!api) return;
    queueMicrotask(() => api.changeView(views[view], day));
  }, [view, day]);

  const dropped = ({ event, revert }: EventDropInfo): void => {
    const meeting = meetings.find(({ id }) => id === event.id);
    const to = event.start?.toISOString();
    // It goes back until the server has said that it moved: what is shown is always what is.
    revert();
    if (meeting && to) setMoving({ meeting, to });
  };

  const step = (count: 1 | -1): Day =>
    view === 'week' ? addDays(day, (narrow ? 3 : 7) * count) : addMonths(monthOf(day), count);

  return (
    <Page title="Calendar" wide>
      <div className="calendar-bar">
        <div className="buttons">
          <Button onClick={() => show({ day: step(-1) })}>
            <Icon name="left" />
            <span className="unseen">Earlier</span>
          </Button>
          <Button onClick={() => show({ day: dayOf(now(), zone) })}>Today</Button>
          <Button onClick={() => show({ day: step(1) })}>
            <Icon name="right" />
            <span className="unseen">Later</span>
          </Button>
        </div>
        <h2 aria-live="polite">{titleOf(view, day)}</h2>
        <fieldset className="segments">
          <legend className="unseen">View</legend>
          {(Object.keys(views) as View[]).map((name) => (
            <label key={name}>
              <input type="radio" name="view" checked={name === view} onChange={() => show({ view: name })} />
              <span>{viewWords[name]}</span>
            </label>
          ))}
        </fieldset>
      </div>
      {problem && <Problem problem={problem} {...(path === null ? {} : { retries: path })} />}
      <div className={`calendar calendar-${view}`}>
        <FullCalendar
          ref={calendar}
          plugins={[dayGrid, timeGrid, list, interaction, classic]}
          views={{ timeGridThreeDays: { type: 'timeGrid', duration: { days: 3 } } }}
          initialView={views[view]}
          initialDate={day}
          headerToolbar={false}
          timeZone={zone}
          now={() => new Date(now())}
          locale={locale}
          firstDay={(firstWeekday + 1) % 7}
          height="auto"
          allDaySlot={false}
          nowIndicator
          slotMinTime="06:00:00"
          slotMaxTime="24:00:00"
          slotDuration="00:30:00"
          snapDuration="00:15:00"
          eventTimeFormat={timeFormat}
          slotHeaderFormat={timeFormat}
          dayMaxEvents={3}
          fixedWeekCount={false}
          slotMinHeight={23}
          listDayFormat={{ day: 'numeric', month: 'long' }}
          eventDurationEditable={false}
          eventStartEditable
          events={events}
          eventClick={({ event, jsEvent }) => {
            jsEvent.preventDefault();
            go(`/sessions/${encodeURIComponent(event.id)}`);
          }}
          eventDrop={dropped}
          datesSet={({ start, end }: DatesSetInfo) => {
            const next = { from: start.toISOString(), to: end.toISOString() };
            setSpan((before) => (before?.from === next.from && before.to === next.to ? before : next));
          }}
          noEventsContent="No sessions in this time."
        />
      </div>
      <p className="hint">
        Times in {placeOf(zone)}.{view !== 'list' && ' Drag a session to move it, or open it and choose Reschedule.'}
      </p>
      {moving && <RescheduleDialog meeting={moving.meeting} to={moving.to} onClose={() => setMoving(null)} />}
    </Page>
  );
}

function eventOf(meeting: MeetingJson): EventInput {
  const { id, subject, scheduledAt, endsAt, status, can } = meeting;
  const words = statusLook[status].words;
  return {
    id,
    title: `${subject} · ${otherOf(meeting).name}${status === 'scheduled' ? '' : ` (${words.toLowerCase()})`}`,
    start: scheduledAt,
    end: endsAt,
    url: `/sessions/${encodeURIComponent(id)}`,
    startEditable: can.includes('reschedule'),
    className: `event event-${status}`,
    color: status === 'requested' ? 'var(--event-waiting)' : isOver(status) ? 'var(--event-over)' : 'var(--accent)',
    contrastColor: status === 'requested' || isOver(status) ? 'var(--on-event)' : 'var(--on-accent)',
  };
}

function readDay(text: string | null): Day | null {
  return text !== null && /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text)) ? text : null;
}

function titleOf(view: View, day: Day): string {
  if (view !== 'week') return monthName(day);
  if (narrow) return `${shortDay(day)} – ${shortDay(addDays(day, 2))}`;
  const first = addDays(day, -((weekdayOf(day) - firstWeekday + 7) % 7));
  return `${shortDay(first)} – ${shortDay(addDays(first, 6))}`;
}
