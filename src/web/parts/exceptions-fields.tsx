import { useRef } from 'react';
import { spokenClock } from '#web/time/clock-time.ts';
import { type ExceptionRow, exceptionsOf, type Times } from '#web/time/exceptions.ts';
import { longDay } from '#web/time/format.ts';
import { Button } from './button.tsx';
import { Field } from './field.tsx';
import { Icon } from './icon.tsx';
import { TimeField } from './time-field.tsx';

const usual: Times = { from: '10:00', to: '12:00' };

/** Dates on which the weekly hours do not hold: off, or at other times. */
export function ExceptionsFields({
  rows,
  today,
  onChange,
}: {
  rows: ExceptionRow[];
  /** Where the mentor is: nothing before it can be chosen. */
  today: string;
  onChange: (rows: ExceptionRow[]) => void;
}) {
  const box = useRef<HTMLDivElement>(null);
  const set = (row: ExceptionRow, change: Partial<ExceptionRow>): void =>
    onChange(rows.map((other) => (other === row ? { ...row, ...change } : other)));
  const focus = (selector: string): void => {
    requestAnimationFrame(() => [...(box.current?.querySelectorAll<HTMLElement>(selector) ?? [])].at(-1)?.focus());
  };
  const add = (): void => {
    onChange([...rows, { from: '', to: '', times: [] }]);
    focus('input[data-first]');
  };
  const remove = (row: ExceptionRow): void => {
    onChange(rows.filter((other) => other !== row));
    focus('button[data-add]');
  };

  return (
    <div className="exceptions" ref={box}>
      {rows.map((row, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a row has nothing but its place among the others.
        <fieldset className="exception" key={index}>
          <legend>{nameOf(row)}</legend>
          <Field label="First day">
            {(described) => (
              <input
                {...described}
                type="date"
                data-first
                min={row.from !== '' && row.from < today ? row.from : today}
                value={row.from}
                onChange={(event) => set(row, { from: event.target.value })}
              />
            )}
          </Field>
          <Field label="Last day">
            {(described) => (
              <input
                {...described}
                type="date"
                min={row.from === '' ? today : row.from}
                value={row.to}
                onChange={(event) => set(row, { to: event.target.value })}
              />
            )}
          </Field>
          <Field label="Hours">
            {(described) => (
              <select
                {...described}
                value={row.times.length === 0 ? 'off' : 'other'}
                onChange={(event) => set(row, { times: event.target.value === 'off' ? [] : [usual] })}
              >
                <option value="off">Off</option>
                <option value="other">Other hours</option>
              </select>
            )}
          </Field>
          {row.times.length > 0 && (
            <ExceptionTimes name={nameOf(row)} times={row.times} onChange={(times) => set(row, { times })} />
          )}
          <Button look="quiet" onClick={() => remove(row)}>
            <Icon name="cross" />
            <span>
              Remove<span className="unseen"> {nameOf(row)}</span>
            </span>
          </Button>
        </fieldset>
      ))}
      <Button onClick={add} data-add>
        <Icon name="plus" />
        Add an exception
      </Button>
    </div>
  );
}

function ExceptionTimes({
  name,
  times,
  onChange,
}: {
  name: string;
  times: readonly Times[];
  onChange: (times: Times[]) => void;
}) {
  const set = (at: number, change: Partial<Times>): void =>
    onChange(times.map((one, index) => (index === at ? { ...one, ...change } : one)));
  return (
    <div className="exception-times">
      {times.map(({ from, to }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a row has nothing but its place among the others.
        <div className="hours-row" key={index}>
          <TimeField label={`${name}, from`} value={from} onChange={(changed) => set(index, { from: changed })} />
          <span aria-hidden="true">–</span>
          <TimeField label={`${name}, to`} value={to} onChange={(changed) => set(index, { to: changed })} />
          {times.length > 1 && (
            <button
              type="button"
              className="plain-icon"
              onClick={() => onChange(times.filter((_, other) => other !== index))}
            >
              <Icon name="cross" />
              <span className="unseen">
                Remove {spokenClock(from)} to {spokenClock(to)} on {name}
              </span>
            </button>
          )}
        </div>
      ))}
      <Button look="quiet" onClick={() => onChange([...times, { from: times.at(-1)?.to ?? '', to: '' }])}>
        <Icon name="plus" />
        <span>
          Add<span className="unseen"> a time on {name}</span>
        </span>
      </Button>
    </div>
  );
}

/** "Thu 24 December 2026 to Sat 2 January 2027" */
function nameOf(row: ExceptionRow): string {
  const [dates] = exceptionsOf([{ ...row, times: [] }]) ?? [];
  if (!dates) return 'New exception';
  return dates.from === dates.to ? longDay(dates.from) : `${longDay(dates.from)} to ${longDay(dates.to)}`;
}
