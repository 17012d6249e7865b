import { useId } from 'react';
import { ElementView } from './element-view.tsx';
import { type Fields, fieldsOf, textOf } from './fields.ts';
import { placed } from './placed.ts';
import { useSurface } from './surface.tsx';

/** A field of a form: its label, what can be filled in, a hint, and what is wrong with it. */
export function InputBlock({ block }: { block: Fields }) {
  const { errors } = useSurface();
  const id = useId();
  const input = placed(block, fieldsOf(block.element));
  const hint = textOf(block.hint);
  const error = errors[input.blockId];
  const described = [error ? `${id}-error` : '', hint ? `${id}-hint` : ''].join(' ').trim();
  return (
    <div className="slack-input">
      <label id={`${id}-label`} className="slack-label" htmlFor={id}>
        {textOf(block.label)}
        {block.optional === true && <span className="slack-optional"> (optional)</span>}
      </label>
      <ElementView
        placed={input}
        field={{
          id,
          'aria-labelledby': `${id}-label`,
          'aria-describedby': described || undefined,
          'aria-invalid': error !== undefined,
        }}
      />
      {error !== undefined && (
        <p id={`${id}-error`} className="slack-error">
          <span aria-hidden="true">⚠ </span>
          {error}
        </p>
      )}
      {hint && (
        <p id={`${id}-hint`} className="slack-hint">
          {hint}
        </p>
      )}
    </div>
  );
}
