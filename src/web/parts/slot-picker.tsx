import { useState } from 'react';
import type { SlotsJson } from '#api/schemas.ts';
import { withQuery } from '#web/data/api.ts';
import { useQuery } from '#web/data/queries.ts';
import { now } from '#web/data/server-clock.ts';
import { useZone } from '#web/shell/who.tsx';
import { addDays, addMonths, type Day, dayOf, monthOf, startOf } from '#web/time/days.ts';
import { dayName, monthName, placeOf } from '#web/time/format.ts';
import { Button } from './button.tsx';
import { DayTimes } from './day-times.tsx';
import { Icon } from './icon.tsx';
import { MonthGrid } from './month-grid.tsx';
import { OtherTime } from './other-time.tsx';
import { Problem } from './problem.tsx';
import { Waiting } from './waiting.tsx';

/** Free times of a mentor: as a month and the times of one day, or as a list of all days. Days and times are the reader's. */
export function SlotPicker({
  mentorId,
  duration,
  except,
  startAt,
  value,
  onChange,
}: {
  mentorId: string;
  /** Minutes. */
  duration: number;
  /** A session that is to move. */
  except?: string;
  /** About when to begin looking; now unless said. */
  startAt?: string | null;
  value: string | null;
  onChange: (instant: string) => void;
}) {
  const zone = useZone();
  const today = dayOf(now(), zone);
  const [month, setMonth] = useState<Day>(() => monthOf(startAt ? dayOf(Date.parse(startAt), zone) : today));
  const [chosenDay, setChosenDay] = useState<Day | null>(null);
  const [asList, setAsList] = useState(false);

  const until = new Date(startOf(addMonths(month, 1), zone)).toISOString();
  // In the month that is on, the server begins with what can still be asked for.
  const from = month <= today ? undefined : new Date(startOf(month, zone)).toISOString();
  const query = useQuery<SlotsJson>(
    withQuery(`/api/mentors/${encodeURIComponent(mentorId)}/slots`, { from, to: until, duration, except }),
  );

  const byDay = new Map<Day, string[]>();
  for (const slot of query.value?.slots ?? []) {
    const day = dayOf(Date.parse(slot), zone);
    byDay.set(day, [...(byDay.get(day) ?? []), slot]);
  }
  const valueDay = value === null ? null : dayOf(Date.parse(value), zone);
  const firstDay = [...byDay.keys()][0];
  const shownDay = [chosenDay, valueDay, firstDay].find((day) => day && monthOf(day) === month) ?? null;
  const showMonth = (next: Day): void => {
    setMonth(monthOf(next));
    setChosenDay(null);
  };

  return (
    <div className="slots">
      <div className="slots-head">
        <Button look="quiet" disabled={month <= monthOf(today)} onClick={() => showMonth(addMonths(month, -1))}>
          <Icon name="left" />
          <span className="unseen">The month before</span>
        </Button>
        <h3 aria-live="polite">{monthName(month)}</h3>
        <Button look="quiet" onClick={() => showMonth(addMonths(month, 1))}>
          <Icon name="right" />
          <span className="unseen">The month after</span>
        </Button>
        <Button look="quiet" aria-pressed={asList} onClick={() => setAsList(!asList)}>
          <Icon name="list" />
          List
        </Button>
      </div>
      {query.problem && !query.value && <Problem problem={query.problem} />}
      {query.loading && !query.value && <Waiting what="Looking for free times" />}
      {query.value && byDay.size === 0 && (
        <p className="empty-line">
          Nothing is free {month === monthOf(today) ? 'in the rest of' : 'in'} {monthName(month)}.{' '}
          <Button onClick={() => showMonth(addMonths(month, 1))}>Look at {monthName(addMonths(month, 1))}</Button>
        </p>
      )}
      {asList ? (
        <div className="slots-list">
          {[...byDay].map(([day, slots]) => (
            <DayTimes key={day} day={day} slots={slots} value={value} onChange={onChange} />
          ))}
        </div>
      ) : (
        <div className="slots-calendar">
          <MonthGrid
            month={month}
            today={today}
            counts={new Map([...byDay].map(([day, slots]) => [day, slots.length]))}
            chosen={shownDay}
            onChoose={(day) => {
              if (monthOf(day) !== month) setMonth(monthOf(day));
              setChosenDay(day);
            }}
            earliest={today}
          />
          <div className="slots-day">
            {shownDay && byDay.has(shownDay) ? (
              <DayTimes day={shownDay} slots={byDay.get(shownDay) ?? []} value={value} onChange={onChange} />
            ) : (
              shownDay &&
              query.value &&
              byDay.size > 0 && <p className="hint">Nothing is free on {dayName(shownDay)}.</p>
            )}
          </div>
        </div>
      )}
      <p className="hint">Times in {placeOf(zone)}.</p>
      <OtherTime
        value={value}
        onChange={onChange}
        offered={query.value?.slots ?? []}
        startDay={shownDay ?? addDays(today, 1)}
      />
    </div>
  );
}
