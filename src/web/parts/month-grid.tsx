import { type KeyboardEvent, useEffect, useRef } from 'react';
import { addDays, addMonths, type Day, monthOf, weekdayOf, weeksOf } from '#web/time/days.ts';
import { dayName, monthName, weekdayName } from '#web/time/format.ts';
import { firstWeekday } from '#web/time/locale.ts';

/** A month of days, those with free times marked. One stop for Tab; arrows, Home, End, Page Up and Page Down walk (WAI-ARIA grid). */
export function MonthGrid({
  month,
  today,
  earliest,
  counts,
  chosen,
  onChoose,
}: {
  month: Day;
  today: Day;
  earliest: Day;
  /** How many times are free. */
  counts: ReadonlyMap<Day, number>;
  chosen: Day | null;
  onChoose: (day: Day) => void;
}) {
  const table = useRef<HTMLTableElement>(null);
  const walking = useRef(false);
  const stop = chosen ?? (monthOf(today) === month ? today : month);
  const weekdays = Array.from({ length: 7 }, (_, index) => (firstWeekday + index) % 7);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the focus follows the day that was walked to, once it is shown.
  useEffect(() => {
    if (!walking.current) return;
    walking.current = false;
    table.current?.querySelector<HTMLButtonElement>('button[tabindex="0"]')?.focus();
  }, [stop, month]);

  const walk = (event: KeyboardEvent, day: Day): void => {
    const inWeek = (weekdayOf(day) - firstWeekday + 7) % 7;
    const to: Record<string, Day> = {
      ArrowLeft: addDays(day, -1),
      ArrowRight: addDays(day, 1),
      ArrowUp: addDays(day, -7),
      ArrowDown: addDays(day, 7),
      Home: addDays(day, -inWeek),
      End: addDays(day, 6 - inWeek),
      PageUp: addMonths(day, -1),
      PageDown: addMonths(day, 1),
    };
    const next = to[event.key];
    if (next === undefined) return;
    event.preventDefault();
    if (next < earliest) return;
    walking.current = true;
    onChoose(next);
  };

  return (
    // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: WAI-ARIA's own example of a grid of days is a table.
    <table className="month" role="grid" aria-label={monthName(month)} ref={table}>
      <thead>
        <tr>
          {weekdays.map((weekday) => (
            <th key={weekday} scope="col" abbr={weekdayName(weekday)}>
              {weekdayName(weekday, 'short')}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {weeksOf(month, firstWeekday).map((week) => (
          <tr key={week[0]}>
            {week.map((day) => {
              if (monthOf(day) !== month) return <td key={day} />;
              const free = counts.get(day) ?? 0;
              return (
                // biome-ignore lint/a11y/useAriaPropsSupportedByRole: in a grid a cell is a gridcell, which can be selected.
                <td key={day} aria-selected={day === chosen}>
                  <button
                    type="button"
                    tabIndex={day === stop ? 0 : -1}
                    className={free > 0 ? 'day day-free' : 'day'}
                    aria-current={day === today ? 'date' : undefined}
                    aria-disabled={free === 0 || undefined}
                    aria-label={`${dayName(day)}, ${freeWords(free)}`}
                    onClick={() => onChoose(day)}
                    onKeyDown={(event) => walk(event, day)}
                  >
                    {Number(day.slice(8))}
                  </button>
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function freeWords(count: number): string {
  if (count === 0) return 'nothing free';
  return count === 1 ? '1 free time' : `${count} free times`;
}
