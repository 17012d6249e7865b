import { useId } from 'react';
import type { FieldProps } from './element-view.tsx';
import { fieldsOf, listOf } from './fields.ts';
import { TextObject } from './mrkdwn-text.tsx';
import { optionOf, optionsOf, type Placed } from './placed.ts';
import { useSurface } from './surface.tsx';

/** Checkboxes and radio buttons. */
export function TicksElement({ placed, field }: { placed: Placed; field: FieldProps }) {
  const { entry, enter } = useSurface();
  const name = useId();
  const several = placed.type === 'checkboxes';
  const shown = entry(placed);
  const chosen = typeof shown === 'string' ? [] : shown;
  const toggle = (value: string, on: boolean) => {
    const next = optionsOf(placed.element).filter((option) =>
      option.value === value ? on : several && chosen.some((one) => one.value === option.value),
    );
    enter(placed, next);
  };
  const { id: _label, 'aria-invalid': _invalid, ...described } = field;
  return (
    <div role={several ? 'group' : 'radiogroup'} className="slack-ticks" {...described}>
      {listOf(placed.element.options).map((option) => {
        const { value } = optionOf(option);
        return (
          <label key={value} className="slack-tick">
            <input
              type={several ? 'checkbox' : 'radio'}
              name={name}
              checked={chosen.some((one) => one.value === value)}
              onChange={(event) => toggle(value, event.target.checked)}
            />
            <span>
              <TextObject of={fieldsOf(option.text)} />
              {option.description !== undefined && (
                <span className="slack-hint">
                  <TextObject of={fieldsOf(option.description)} />
                </span>
              )}
            </span>
          </label>
        );
      })}
    </div>
  );
}
