import { useEffect, useRef } from 'react';

export interface Choice {
  value: string;
  name: string;
  description?: string;
}

/** Where the arrow keys lead in a list; null for other keys. -1 is no choice. */
export function movedTo(key: string, active: number, count: number): number | null {
  if (count === 0) return null;
  if (key === 'ArrowDown') return active >= count - 1 ? 0 : active + 1;
  if (key === 'ArrowUp') return active <= 0 ? count - 1 : active - 1;
  return null;
}

export function choiceId(list: string, index: number): string {
  return `${list}-${index}`;
}

/** The list of a combobox: the focus stays there, and so do the keys. */
export function Listbox({
  id,
  label,
  choices,
  active,
  chosen = [],
  many = false,
  onPick,
}: {
  id: string;
  label: string;
  choices: readonly Choice[];
  active: number;
  chosen?: readonly string[];
  many?: boolean;
  onPick: (choice: Choice) => void;
}) {
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    list.current?.scrollIntoView({ block: 'nearest' });
  }, []);
  useEffect(() => {
    list.current?.children[active]?.scrollIntoView({ block: 'nearest' });
  }, [active]);
  return (
    <div ref={list} id={id} role="listbox" aria-label={label} aria-multiselectable={many} className="dc-listbox">
      {choices.map((choice, index) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the combobox has the keys
        <div
          key={choice.value}
          id={choiceId(id, index)}
          role="option"
          tabIndex={-1}
          aria-selected={many || chosen.length > 0 ? chosen.includes(choice.value) : index === active}
          className={index === active ? 'dc-choice dc-choice-active' : 'dc-choice'}
          // The focus stays in the combobox.
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => onPick(choice)}
        >
          <span className="dc-choice-name">{choice.name}</span>
          {choice.description ? <span className="dc-choice-description">{choice.description}</span> : null}
          {chosen.includes(choice.value) ? (
            <span className="dc-tick" aria-hidden="true">
              ✓
            </span>
          ) : null}
        </div>
      ))}
    </div>
  );
}
