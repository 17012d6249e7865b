import { type KeyboardEvent, useId, useRef, useState } from 'react';
import type { JsonObject } from '../../discord/json.ts';
import type { Seen } from '../contract.ts';
import { fittingChoices, type Typed } from './command-draft.ts';
import { textAt } from './json-reading.ts';
import { option as kind } from './kinds.ts';
import { type Choice, choiceId, Listbox, movedTo } from './listbox.tsx';

/** One option of a command: a text, or something of a list. Enter picks what is marked in the list, or is left to the form. */
export function OptionField({
  option,
  typed,
  fixed,
  error,
  suggest,
  onChange,
}: {
  option: JsonObject;
  typed: Typed;
  fixed: readonly Choice[] | null;
  error: string | null;
  /** Asks the app what fits this text; null for an option that it does not suggest anything for. */
  suggest: ((text: string) => Promise<Seen>) | null;
  onChange: (typed: Typed) => void;
}) {
  const id = useId();
  const list = `${id}-list`;
  const name = textAt(option, 'name');
  const required = option.required === true;
  const [open, setOpen] = useState(false);
  const [active, setActive] = useState(-1);
  const suggestions = useSuggestions(suggest);
  // What was picked is not searched for: the list is whole again.
  const choices = fixed ? fittingChoices(fixed, typed.value === null ? typed.text : '') : suggestions.choices;
  const isCombobox = fixed !== null || suggest !== null;
  const unfolded = open && choices.length > 0;

  const show = (text: string): void => {
    setOpen(true);
    // As in Discord the first one is marked; but not before anything is typed, so that Enter sends a command without it.
    setActive(text === '' && !required ? -1 : 0);
    suggestions.ask(text);
  };
  const pick = ({ name: text, value }: Choice): void => {
    onChange({ text, value });
    setOpen(false);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (!isCombobox) return;
    const to = movedTo(event.key, unfolded ? active : -1, choices.length);
    const marked = unfolded ? choices[active] : undefined;
    if (to !== null) {
      event.preventDefault();
      setOpen(true);
      setActive(to);
    } else if ((event.key === 'Enter' || event.key === 'Tab') && marked) {
      if (event.key === 'Enter') event.preventDefault();
      pick(marked);
    } else if (event.key === 'Escape' && unfolded) {
      event.stopPropagation();
      setOpen(false);
    }
  };

  return (
    <div className="dc-option">
      <label htmlFor={id}>
        <span className="dc-option-name">{name}</span>{' '}
        <span className="dc-option-kind">{required ? 'required' : 'optional'}</span>
      </label>
      <p className="dc-hint" id={`${id}-description`}>
        {textAt(option, 'description')}
      </p>
      <input
        id={id}
        type="text"
        autoComplete="off"
        spellCheck={false}
        inputMode={option.type === kind.integer ? 'numeric' : undefined}
        required={required}
        value={typed.text}
        aria-invalid={error !== null}
        aria-describedby={error === null ? `${id}-description` : `${id}-description ${id}-error`}
        {...(isCombobox
          ? {
              role: 'combobox',
              'aria-expanded': unfolded,
              'aria-controls': list,
              'aria-autocomplete': 'list' as const,
              'aria-activedescendant': unfolded && active >= 0 ? choiceId(list, active) : undefined,
            }
          : {})}
        onChange={({ target }) => {
          onChange({ text: target.value, value: null });
          show(target.value);
        }}
        onFocus={() => show(typed.value === null ? typed.text : '')}
        onClick={() => setOpen(true)}
        onBlur={() => setOpen(false)}
        onKeyDown={onKeyDown}
      />
      {error === null ? null : (
        <p className="dc-error" id={`${id}-error`}>
          {error}
        </p>
      )}
      {suggestions.notice === null || !open ? null : (
        <p className="dc-error" role="alert">
          {suggestions.notice}
        </p>
      )}
      {unfolded ? <Listbox {...{ id: list, choices, active }} label={`Choices for ${name}`} onPick={pick} /> : null}
    </div>
  );
}

/**
 * What the app suggests for what was typed last. One question at a time: what is typed meanwhile is asked after the answer, and what is no
 * longer wanted is not shown.
 */
function useSuggestions(suggest: ((text: string) => Promise<Seen>) | null) {
  const [choices, setChoices] = useState<Choice[]>([]);
  const [notice, setNotice] = useState<string | null>(null);
  const state = useRef({ busy: false, next: null as string | null });

  const ask = async (text: string): Promise<void> => {
    if (!suggest) return;
    state.current.next = text;
    if (state.current.busy) return;
    state.current.busy = true;
    while (state.current.next !== null) {
      const asked: string = state.current.next;
      state.current.next = null;
      const seen = await suggest(asked);
      if (state.current.next !== null) continue;
      setChoices(seen.choices ?? []);
      setNotice(seen.ok ? null : (seen.notice ?? 'Loading options failed'));
    }
    state.current.busy = false;
  };
  return { choices, notice, ask };
}
