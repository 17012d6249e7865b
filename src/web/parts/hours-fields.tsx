import { useRef } from 'react';
import { spokenClock } from '#web/time/clock-time.ts';
import { weekdayName } from '#web/time/format.ts';
import { firstWeekday } from '#web/time/locale.ts';
import type { HoursRow } from '#web/time/windows.ts';
import { Button } from './button.tsx';
import { Icon } from './icon.tsx';
import { TimeField } from './time-field.tsx';

const weekdays = Array.from({ length: 7 }, (_, index) => (firstWeekday + index) % 7);

/** Weekly hours day by day. Everything can be typed; the picture below is only a picture. */
export function HoursFields({ rows, onChange }: { rows: HoursRow[]; onChange: (rows: HoursRow[]) => void }) {
  const box = useRef<HTMLDivElement>(null);
  const set = (row: HoursRow, change: Partial<HoursRow>): void =>
    onChange(rows.map((other) => (other === row ? { ...row, ...change } : other)));

  const add = (weekday: number): void => {
    const before = rows.filter((row) => row.weekday === weekday).at(-1);
    // After what is there, an hour later and as long as people mostly have; else an evening.
    const hour = before ? Math.min(22, Number(before.to.slice(0, 2)) + 1) : 17;
    const pad = (value: number): string => String(value).padStart(2, '0');
    onChange([...rows, { weekday, from: `${pad(hour)}:00`, to: `${pad(Math.min(23, hour + 2))}:00` }]);
    requestAnimationFrame(() =>
      box.current?.querySelector<HTMLInputElement>(`[data-weekday="${weekday}"] .hours-row:last-child input`)?.focus(),
    );
  };
  const copyToWorkdays = (weekday: number): void => {
    const copied = rows.filter((row) => row.weekday === weekday);
    const others = [0, 1, 2, 3, 4].filter((other) => other !== weekday);
    onChange([
      ...rows.filter((row) => !others.includes(row.weekday)),
      ...others.flatMap((other) => copied.map((row) => ({ ...row, weekday: other }))),
    ]);
  };

  return (
    <div className="hours" ref={box}>
      {weekdays.map((weekday) => {
        const name = weekdayName(weekday);
        const mine = rows.filter((row) => row.weekday === weekday);
        return (
          <fieldset className="hours-day" key={weekday} data-weekday={weekday}>
            <legend>{name}</legend>
            <div className="hours-rows">
              {mine.length === 0 && <p className="hint">No time</p>}
              {mine.map((row, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: a row has nothing but its place among the day's.
                <div className="hours-row" key={index}>
                  <TimeField label={`${name}, from`} value={row.from} onChange={(from) => set(row, { from })} />
                  <span aria-hidden="true">–</span>
                  <TimeField label={`${name}, to`} value={row.to} onChange={(to) => set(row, { to })} />
                  {row.to !== '' && row.to !== '00:00' && row.to <= row.from && <span className="hint">next day</span>}
                  <button
                    type="button"
                    className="plain-icon"
                    onClick={() => onChange(rows.filter((other) => other !== row))}
                  >
                    <Icon name="cross" />
                    <span className="unseen">
                      Remove {name} {spokenClock(row.from)} to {spokenClock(row.to)}
                    </span>
                  </button>
                </div>
              ))}
            </div>
            <div className="hours-day-buttons">
              <Button look="quiet" onClick={() => add(weekday)}>
                <Icon name="plus" />
                Add<span className="unseen"> a time on {name}</span>
              </Button>
              {mine.length > 0 && weekday < 5 && (
                <Button look="quiet" onClick={() => copyToWorkdays(weekday)}>
                  <Icon name="copy" />
                  <span>
                    Mon–Fri<span className="unseen">: copy the times of {name}</span>
                  </span>
                </Button>
              )}
            </div>
          </fieldset>
        );
      })}
    </div>
  );
}
