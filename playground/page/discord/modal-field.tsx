import { useId } from 'react';
import type { JsonObject } from '../../discord/json.ts';
import { numberAt, textAt } from './json-reading.ts';
import { component } from './kinds.ts';
import { StringSelect } from './string-select.tsx';

const paragraph = 2;

/** A label of a modal with the field in it. */
export function ModalField({
  label,
  field,
  value,
  error,
  onChange,
}: {
  label: JsonObject;
  field: JsonObject;
  value: string | string[];
  error: string | null;
  onChange: (value: string | string[]) => void;
}) {
  const id = useId();
  const name = textAt(label, 'label');
  const description = textAt(label, 'description');
  const required = field.required !== false;
  const most = numberAt(field, 'max_length');
  const count = typeof value === 'string' && most !== null ? `${value.length}/${most}` : null;
  const describedBy =
    [description && `${id}-description`, count && `${id}-count`, error && `${id}-error`].filter(Boolean).join(' ') ||
    undefined;
  const common = {
    id,
    required,
    'aria-invalid': error !== null,
    'aria-describedby': describedBy,
    placeholder: textAt(field, 'placeholder'),
  };

  return (
    <div className="dc-field" data-field={textAt(field, 'custom_id')}>
      <label htmlFor={id}>
        {name}
        {required ? (
          <span className="dc-required" title="required" aria-hidden="true">
            {' '}
            *
          </span>
        ) : null}
      </label>
      {description === '' ? null : (
        <p className="dc-hint" id={`${id}-description`}>
          {description}
        </p>
      )}
      {field.type === component.stringSelect ? (
        <StringSelect
          id={id}
          select={field}
          values={typeof value === 'string' ? [] : value}
          label={name}
          describedBy={describedBy}
          optional={!required}
          invalid={error !== null}
          onChoose={onChange}
        />
      ) : field.style === paragraph ? (
        <textarea {...common} rows={4} value={value} onChange={({ target }) => onChange(target.value)} />
      ) : (
        <input
          {...common}
          type="text"
          autoComplete="off"
          value={value}
          onChange={({ target }) => onChange(target.value)}
        />
      )}
      {count === null ? null : (
        <p className={value.length > (most ?? 0) ? 'dc-hint dc-too-long' : 'dc-hint'} id={`${id}-count`}>
          {count}
          <span className="dc-unseen"> characters</span>
        </p>
      )}
      {error === null ? null : (
        <p className="dc-error" id={`${id}-error`}>
          {error}
        </p>
      )}
    </div>
  );
}
