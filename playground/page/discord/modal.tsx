import { type FormEvent, useEffect, useId, useRef, useState } from 'react';
import type { ShownModal } from '../../discord/interactions.ts';
import type { JsonObject } from '../../discord/json.ts';
import type { Seen } from '../contract.ts';
import { keepTabInside } from '../parts/keep-tab-inside.ts';
import { CannotShow } from './cannot-show.tsx';
import { numberAt, objectAt, textAt } from './json-reading.ts';
import { component, kindOf } from './kinds.ts';
import { ModalField } from './modal-field.tsx';
import { chosenAtFirst } from './string-select.tsx';

type Value = string | string[];
export type FieldValues = Record<string, Value>;

/** A form of the app, in front of everything else of Discord. The rest of the playground stays in reach: it is another window. */
export function Modal({
  modal,
  before,
  onSubmit,
  onCancel,
}: {
  modal: ShownModal;
  /** Where the focus was. */
  before: { current: HTMLElement | null };
  onSubmit: (fields: FieldValues) => Promise<Seen>;
  onCancel: () => void;
}) {
  const title = useId();
  const dialog = useRef<HTMLDivElement>(null);
  const [values, setValues] = useState(() => valuesAtFirst(modal.components));
  const [errors, setErrors] = useState<Record<string, string>>({});
  const [failure, setFailure] = useState<string | null>(null);
  const [pending, setPending] = useState(false);
  useFocusWithin(dialog, before);

  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (pending) return;
    const wrong = errorsIn(modal.components, values);
    setErrors(wrong);
    setFailure(null);
    if (Object.keys(wrong).length > 0) {
      const [first = ''] = Object.keys(wrong);
      focusField(dialog.current, first);
      return;
    }
    setPending(true);
    const { ok, notice } = await onSubmit(values);
    setPending(false);
    if (!ok) setFailure(notice ?? 'Something went wrong. Try again.');
  };

  return (
    <div className="dc-veil">
      <div
        ref={dialog}
        role="dialog"
        aria-labelledby={title}
        className="dc-modal"
        tabIndex={-1}
        onKeyDown={(event) => {
          if (event.key === 'Escape') onCancel();
          else keepTabInside(event);
        }}
      >
        <form onSubmit={submit} noValidate>
          <header>
            <h3 id={title}>{modal.title}</h3>
            <button type="button" className="dc-close" aria-label="Close" onClick={onCancel}>
              ×
            </button>
          </header>
          <div className="dc-modal-fields">
            {modal.components.map((label, index) => {
              const field = objectAt(label, 'component');
              if (label.type !== component.label || !field || !isKnown(field))
                // biome-ignore lint/suspicious/noArrayIndexKey: what is not known has nothing but its place
                return <CannotShow key={index} what={`in a modal, ${kindOf(field ?? label)}`} />;
              const id = textAt(field, 'custom_id');
              return (
                <ModalField
                  key={id}
                  label={label}
                  field={field}
                  value={values[id] ?? ''}
                  error={errors[id] ?? null}
                  onChange={(value) => setValues((before) => ({ ...before, [id]: value }))}
                />
              );
            })}
          </div>
          {failure === null ? null : (
            <p className="dc-failure" role="alert">
              {failure}
            </p>
          )}
          <footer>
            <button type="button" className="dc-button dc-button-secondary" onClick={onCancel}>
              Cancel
            </button>
            <button type="submit" className="dc-button dc-button-primary" aria-busy={pending}>
              Submit
              {pending ? <span className="dc-dots" role="status" aria-label="Sending" /> : null}
            </button>
          </footer>
        </form>
      </div>
    </div>
  );
}

function isKnown({ type }: JsonObject): boolean {
  return type === component.textInput || type === component.stringSelect;
}

function fieldsOf(components: readonly JsonObject[]): JsonObject[] {
  return components
    .map((label) => objectAt(label, 'component'))
    .filter((field) => field !== null && isKnown(field)) as JsonObject[];
}

function valuesAtFirst(components: readonly JsonObject[]): FieldValues {
  return Object.fromEntries(
    fieldsOf(components).map((field) => [
      textAt(field, 'custom_id'),
      field.type === component.stringSelect ? chosenAtFirst(field) : textAt(field, 'value'),
    ]),
  );
}

/** What Discord does not let one submit, in its words where they are known. By `custom_id`. */
function errorsIn(components: readonly JsonObject[], values: FieldValues): Record<string, string> {
  const found: Record<string, string> = {};
  for (const field of fieldsOf(components)) {
    const id = textAt(field, 'custom_id');
    const value = values[id] ?? '';
    const least = numberAt(field, 'min_length') ?? 0;
    const most = numberAt(field, 'max_length') ?? 4_000;
    if (value.length === 0) {
      if (field.required !== false) found[id] = 'This field is required';
    } else if (typeof value === 'string' && (value.length < least || value.length > most)) {
      found[id] = value.length > most ? `Must be ${most} or fewer in length.` : `Must be ${least} or more in length.`;
    } else if (typeof value !== 'string' && value.length < (numberAt(field, 'min_values') ?? 1)) {
      found[id] = `Choose at least ${numberAt(field, 'min_values')}`;
    }
  }
  return found;
}

const focusable = 'input, textarea, [role="combobox"]';

function focusField(dialog: HTMLElement | null, id: string): void {
  const field = [...(dialog?.querySelectorAll<HTMLElement>('[data-field]') ?? [])].find(
    ({ dataset }) => dataset.field === id,
  );
  field?.querySelector<HTMLElement>(focusable)?.focus();
}

/** The focus goes into the modal, and back to where it was when the modal is gone; or to the place for commands, where that is gone too. */
function useFocusWithin(dialog: { current: HTMLElement | null }, before: { current: HTMLElement | null }): void {
  useEffect(() => {
    const element = dialog.current;
    const pane = element?.closest('.dc');
    (element?.querySelector<HTMLElement>(focusable) ?? element)?.focus();
    return () => {
      // Somebody who went on elsewhere stays there.
      if (document.activeElement !== null && document.activeElement !== document.body) return;
      const back = before.current?.isConnected
        ? before.current
        : pane?.querySelector<HTMLElement>('.dc-composer input');
      back?.focus();
    };
  }, [dialog, before]);
}
