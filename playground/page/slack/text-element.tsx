import type { KeyboardEvent } from 'react';
import { entryValue } from './drafts.ts';
import type { FieldProps } from './element-view.tsx';
import { stringOf, textOf } from './fields.ts';
import type { Placed } from './placed.ts';
import { useSurface } from './surface.tsx';

const kinds: Record<string, { type: string; inputMode?: 'decimal' }> = {
  plain_text_input: { type: 'text' },
  email_text_input: { type: 'email' },
  url_text_input: { type: 'url' },
  number_input: { type: 'text', inputMode: 'decimal' },
  datepicker: { type: 'date' },
  timepicker: { type: 'time' },
};

export function isTyped(type: string): boolean {
  return type in kinds;
}

/** What is typed, dates and times among it. */
export function TextElement({ placed, field }: { placed: Placed; field: FieldProps }) {
  const { entry, enter, tell } = useSurface();
  const { element, type, heard } = placed;
  const kind = kinds[type];
  const text = stringOf(entry(placed));
  const picked = type === 'datepicker' || type === 'timepicker';
  const change = (value: string) => {
    enter(placed, value);
    if (heard && picked) tell(placed, value);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || !heard || picked) return;
    event.preventDefault();
    if (entryValue(placed, text) !== null) tell(placed, text);
  };
  const left = Number(element.max_length ?? Number.NaN) - text.length;
  const common = {
    ...field,
    className: 'slack-text',
    placeholder: textOf(element.placeholder),
    value: text,
    onChange: (event: { target: { value: string } }) => change(event.target.value),
  };
  return (
    <div className="slack-typed">
      {element.multiline === true ? (
        <textarea {...common} rows={4} />
      ) : (
        <input {...common} {...kind} autoComplete="off" onKeyDown={onKeyDown} />
      )}
      {left < Number(element.max_length) / 5 && (
        <span className={left < 0 ? 'slack-left slack-left-none' : 'slack-left'}>{left} characters left</span>
      )}
    </div>
  );
}
