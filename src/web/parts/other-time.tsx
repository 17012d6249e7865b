import { useState } from 'react';
import { useZone } from '#web/shell/who.tsx';
import type { Day } from '#web/time/days.ts';
import { momentText, placeOf, sameInstant } from '#web/time/format.ts';
import { useNow } from '#web/time/use-now.ts';
import { formatWall, instantsOf, parseWall, wallOf } from '#web/time/wall-time.ts';
import { Field } from './field.tsx';

/** A time that is not among those offered: it is for the server to say whether that can be. Clock changes are said, not guessed. */
export function OtherTime({
  value,
  onChange,
  offered,
  startDay,
}: {
  value: string | null;
  onChange: (instant: string) => void;
  offered: readonly string[];
  startDay: Day;
}) {
  const zone = useZone();
  const now = useNow(60_000);
  const isOther = value !== null && !offered.some((slot) => sameInstant(slot, value));
  const [text, setText] = useState(() => (isOther ? formatWall(wallOf(Date.parse(value), zone)) : ''));
  const wall = parseWall(text);
  const instants = wall === null ? [] : instantsOf(wall, zone);

  const type = (typed: string): void => {
    setText(typed);
    const at = parseWall(typed);
    const [first] = at === null ? [] : instantsOf(at, zone);
    if (first !== undefined) onChange(new Date(first).toISOString());
  };

  return (
    <details className="other-time">
      <summary>Another time</summary>
      <Field
        label={`Day and time in ${placeOf(zone)}`}
        hint="Sessions begin on the five minutes. Outside the hours that are offered it can be refused."
      >
        {(described) => (
          <input
            {...described}
            type="datetime-local"
            step={300}
            min={`${startDay.slice(0, 4)}-01-01T00:00`}
            value={text}
            onChange={(event) => type(event.target.value)}
          />
        )}
      </Field>
      {wall !== null && instants.length === 0 && (
        <p className="field-problem" role="alert">
          The clocks in {placeOf(zone)} go forward over that time, so it does not exist.
        </p>
      )}
      {instants.length > 1 && (
        <fieldset className="times">
          <legend>The clocks in {placeOf(zone)} go back that night, so this time comes twice</legend>
          <div className="chips">
            {instants.map((instant, index) => {
              const iso = new Date(instant).toISOString();
              return (
                <label className="chip" key={iso}>
                  <input type="radio" checked={sameInstant(value, iso)} onChange={() => onChange(iso)} />
                  <span>{index === 0 ? 'The first' : 'The second'}</span>
                </label>
              );
            })}
          </div>
        </fieldset>
      )}
      {isOther && <p className="hint">Chosen: {momentText(value, zone, now)}</p>}
    </details>
  );
}
