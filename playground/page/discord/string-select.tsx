import { type KeyboardEvent, useId, useState } from 'react';
import type { JsonObject } from '../../discord/json.ts';
import { numberAt, objectsAt, textAt } from './json-reading.ts';
import { type Choice, choiceId, Listbox, movedTo } from './listbox.tsx';

/** What is chosen before anybody chooses. */
export function chosenAtFirst(select: JsonObject): string[] {
  return objectsAt(select, 'options')
    .filter((option) => option.default === true)
    .map((option) => textAt(option, 'value'));
}

/**
 * A select, in a message or in a modal. Of one value the choice is made at once; of several when the list is closed. Where nothing need be
 * chosen, a choice is taken back by making it again.
 */
export function StringSelect({
  id,
  select,
  values,
  label,
  describedBy,
  optional,
  invalid = false,
  busy = false,
  onChoose,
}: {
  id?: string;
  select: JsonObject;
  values: readonly string[];
  label: string;
  describedBy?: string | undefined;
  optional: boolean;
  invalid?: boolean;
  busy?: boolean;
  onChoose: (values: string[]) => void;
}) {
  const list = useId();
  const [active, setActive] = useState<number | null>(null);
  const [picked, setPicked] = useState<string[]>([]);
  const open = active !== null;
  const choices = objectsAt(select, 'options').map((option): Choice => {
    const description = textAt(option, 'description');
    return {
      value: textAt(option, 'value'),
      name: textAt(option, 'label'),
      ...(description === '' ? {} : { description }),
    };
  });
  const least = optional ? 0 : (numberAt(select, 'min_values') ?? 1);
  const most = numberAt(select, 'max_values') ?? 1;
  const many = most > 1;
  const shown = open && many ? picked : values;
  const disabled = select.disabled === true;
  const names = choices.filter(({ value }) => shown.includes(value)).map(({ name }) => name);

  const unfold = (): void => {
    setPicked([...values]);
    setActive(
      Math.max(
        0,
        choices.findIndex(({ value }) => values.includes(value)),
      ),
    );
  };
  const fold = (): void => {
    setActive(null);
    if (many && picked.length >= least && picked.join() !== values.join()) onChoose(picked);
  };
  const pick = ({ value }: Choice): void => {
    if (!many) {
      setActive(null);
      onChoose(least === 0 && values.includes(value) ? [] : [value]);
    } else if (picked.includes(value)) setPicked(picked.filter((other) => other !== value));
    else if (picked.length < most) setPicked([...picked, value]);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const to = movedTo(event.key, active ?? -1, choices.length);
    if (to !== null) {
      event.preventDefault();
      if (open) setActive(to);
      else unfold();
    } else if (open && (event.key === 'Enter' || event.key === ' ')) {
      event.preventDefault();
      const choice = choices[active];
      if (choice) pick(choice);
    } else if (open && event.key === 'Escape') {
      // Closes the list, and not the modal around it.
      event.stopPropagation();
      fold();
    }
  };

  return (
    <div className="dc-select">
      <button
        id={id}
        type="button"
        role="combobox"
        className="dc-select-button"
        aria-label={label}
        aria-haspopup="listbox"
        aria-expanded={open}
        aria-controls={list}
        aria-activedescendant={open ? choiceId(list, active) : undefined}
        aria-describedby={describedBy}
        aria-invalid={invalid}
        aria-busy={busy}
        disabled={disabled}
        onClick={() => (open ? fold() : unfold())}
        onKeyDown={onKeyDown}
        onBlur={() => open && fold()}
      >
        <span className={names.length > 0 ? undefined : 'dc-placeholder'}>
          {busy ? 'Sending…' : names.join(', ') || textAt(select, 'placeholder') || 'Make a selection'}
        </span>
        <span aria-hidden="true">{open ? '▴' : '▾'}</span>
      </button>
      {open ? (
        <>
          <Listbox {...{ id: list, label, choices, active, many }} chosen={shown} onPick={pick} />
          {many ? (
            <p className="dc-hint">
              {least === most ? `Choose ${most}` : `Choose ${least} to ${most}`}; close the list to send.
            </p>
          ) : null}
        </>
      ) : null}
    </div>
  );
}
