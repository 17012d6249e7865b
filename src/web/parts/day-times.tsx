import { useId } from 'react';
import { useZone } from '#web/shell/who.tsx';
import type { Day } from '#web/time/days.ts';
import { dayName, sameInstant, timeText } from '#web/time/format.ts';

/** The free times of one day, to choose one. */
export function DayTimes({
  day,
  slots,
  value,
  onChange,
}: {
  day: Day;
  slots: readonly string[];
  value: string | null;
  onChange: (instant: string) => void;
}) {
  const zone = useZone();
  const name = useId();
  const texts = slots.map((slot) => timeText(slot, zone));
  return (
    <fieldset className="times">
      <legend>{dayName(day)}</legend>
      <div className="chips">
        {slots.map((slot, index) => {
          const text = texts[index] ?? '';
          // Where the clocks go back, an hour comes twice.
          const twice =
            texts.indexOf(text) !== index ? ', second time' : texts.lastIndexOf(text) !== index ? ', first time' : '';
          return (
            <label className="chip" key={slot}>
              <input
                type="radio"
                name={name}
                value={slot}
                checked={sameInstant(slot, value)}
                onChange={() => onChange(slot)}
              />
              <span>
                {text}
                {twice}
              </span>
            </label>
          );
        })}
      </div>
    </fieldset>
  );
}
