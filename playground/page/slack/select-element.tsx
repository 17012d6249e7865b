import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import type { FieldProps } from './element-view.tsx';
import { textOf } from './fields.ts';
import { type Option, type Placed, takesSeveral } from './placed.ts';
import { useSlack } from './slack-context.ts';
import { useSurface } from './surface.tsx';
import { labelOf, useOptions } from './use-options.ts';

/** Every select: one types to narrow what is offered, arrows move, Enter chooses, Escape closes. */
export function SelectElement({ placed, field }: { placed: Placed; field: FieldProps }) {
  const { screen } = useSlack();
  const { entry, enter, isUnderWay } = useSurface();
  const [open, setOpen] = useState(false);
  const [typed, setTyped] = useState('');
  const [active, setActive] = useState(0);
  const { options, instead, ask } = useOptions(placed, typed);
  const list = useRef<HTMLDivElement>(null);
  const id = useId();
  const several = takesSeveral(placed.type);
  const shown = entry(placed);
  const chosen = typeof shown === 'string' ? [] : shown;
  const single = several ? undefined : chosen[0];
  const label = single ? labelOf(single, screen) : '';

  useEffect(() => {
    if (!open) return;
    const shownOption = list.current?.querySelectorAll('[role=option]')[active] ?? list.current;
    shownOption?.scrollIntoView({ block: 'nearest' });
  }, [open, active]);

  const show = (text: string) => {
    setOpen(true);
    setTyped(text);
    setActive(0);
    ask(text);
  };
  const hide = () => {
    setOpen(false);
    setTyped('');
  };
  const pick = (option: Option) => {
    if (!several) {
      hide();
      enter(placed, [option]);
      return;
    }
    const others = chosen.filter(({ value }) => value !== option.value);
    enter(placed, others.length < chosen.length ? others : [...chosen, option]);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) {
      event.preventDefault();
      if (!open) show('');
      else if (options.length > 0) setActive((active + step + options.length) % options.length);
    } else if (event.key === 'Enter') {
      // It never sends the form from here.
      event.preventDefault();
      const option = options[active];
      if (open && option) pick(option);
    } else if (event.key === 'Escape' && open) {
      event.stopPropagation();
      hide();
    }
  };
  const clearable = chosen.length > 0 && placed.block.optional === true && !several;
  return (
    <div className="slack-select" aria-busy={isUnderWay(placed)}>
      {several && chosen.length > 0 && (
        <ul className="slack-chips">
          {chosen.map((option) => (
            <li key={option.value}>
              <button type="button" className="slack-chip" onClick={() => pick(option)}>
                <span className="slack-unseen">Remove </span>
                {labelOf(option, screen)}
                <span aria-hidden="true"> ×</span>
              </button>
            </li>
          ))}
        </ul>
      )}
      <div className="slack-select-box">
        <input
          {...field}
          type="text"
          role="combobox"
          className="slack-text"
          autoComplete="off"
          aria-autocomplete="list"
          aria-expanded={open}
          aria-controls={open ? `${id}-list` : undefined}
          aria-activedescendant={open && options[active] ? `${id}-${active}` : undefined}
          placeholder={label || textOf(placed.element.placeholder) || 'Choose…'}
          value={open ? typed : label}
          onClick={() => {
            if (!open) show('');
          }}
          onChange={(event) => show(event.target.value)}
          onKeyDown={onKeyDown}
          onBlur={hide}
        />
        {clearable && (
          <button
            type="button"
            className="slack-quiet slack-clear"
            aria-label="Clear what is chosen"
            onClick={() => enter(placed, [])}
          >
            ×
          </button>
        )}
      </div>
      {open && (
        <div
          ref={list}
          id={`${id}-list`}
          role="listbox"
          aria-label="What can be chosen"
          aria-multiselectable={several}
          className="slack-popup slack-options"
          tabIndex={-1}
        >
          {options.map((option, index) => (
            <div key={option.value}>
              {option.group !== '' && option.group !== options[index - 1]?.group && (
                <div className="slack-group" role="presentation">
                  {option.group}
                </div>
              )}
              {/* biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the input's, where the focus stays */}
              <div
                id={`${id}-${index}`}
                role="option"
                tabIndex={-1}
                aria-selected={chosen.some(({ value }) => value === option.value)}
                className={index === active ? 'slack-choice slack-choice-active' : 'slack-choice'}
                onMouseDown={(event) => event.preventDefault()}
                onClick={() => pick(option)}
              >
                {option.label}
                {option.description && <span className="slack-choice-more">{option.description}</span>}
              </div>
            </div>
          ))}
          {instead !== null && <p className="slack-choice-none">{instead}</p>}
        </div>
      )}
    </div>
  );
}
