import { useId, useState } from 'react';
import { readTyped, spokenClock, timeOfDay } from '#web/time/clock-time.ts';

const quarters = Array.from({ length: 96 }, (_, index) => timeOfDay(index * 15));

/**
 * A time of day in the page's own spelling, typed in any usual one or chosen among the quarter hours. The browser's own field for times goes by the
 * browser's language instead. `value` is "HH:MM"; empty while what stands there is no time.
 */
export function TimeField({
  label,
  value,
  onChange,
}: {
  /** For screen readers: what is around it says it to everybody else. */
  label: string;
  value: string;
  onChange: (value: string) => void;
}) {
  const list = useId();
  /** What is being typed; null when what is shown is what was read. */
  const [typed, setTyped] = useState<string | null>(null);
  const [focused, setFocused] = useState(false);
  const isTyping = typed !== null && (focused || value === '');
  const isUnread = isTyping && !focused && typed.trim() !== '';
  return (
    <>
      <label>
        <span className="unseen">{label}</span>
        <input
          className="time-field"
          autoComplete="off"
          list={list}
          value={isTyping ? typed : spokenClock(value)}
          aria-invalid={isUnread || undefined}
          onChange={(event) => {
            setTyped(event.target.value);
            onChange(readTyped(event.target.value) ?? '');
          }}
          onFocus={() => setFocused(true)}
          onBlur={() => {
            setFocused(false);
            if (value !== '') setTyped(null);
          }}
        />
      </label>
      {focused && (
        <datalist id={list}>
          {quarters.map((quarter) => (
            <option key={quarter} value={quarter} />
          ))}
        </datalist>
      )}
    </>
  );
}
