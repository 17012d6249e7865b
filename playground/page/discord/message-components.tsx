import { type ReactNode, useState } from 'react';
import type { JsonObject } from '../../discord/json.ts';
import type { Persona } from '../contract.ts';
import { OutsideLink } from '../parts/outside-link.tsx';
import { CannotShow } from './cannot-show.tsx';
import { objectsAt, textAt } from './json-reading.ts';
import { buttonStyle, component, kindOf } from './kinds.ts';
import { chosenAtFirst, StringSelect } from './string-select.tsx';

export interface Uses {
  persona: Persona;
  /** Each resolves when the app has answered, or did not in time. */
  press: (customId: string) => Promise<void>;
  choose: (customId: string, values: string[]) => Promise<void>;
}

/** The rows under a message. */
export function MessageComponents({ components, uses }: { components: readonly JsonObject[]; uses: Uses }) {
  return components.map((row, index) =>
    row.type === component.row ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: a row is its place
      <div key={index} className="dc-row">
        {objectsAt(row, 'components').map((inner, place) => partOf(inner, place, uses))}
      </div>
    ) : (
      // biome-ignore lint/suspicious/noArrayIndexKey: a row is its place
      <CannotShow key={index} what={kindOf(row)} />
    ),
  );
}

function partOf(part: JsonObject, place: number, uses: Uses): ReactNode {
  const key = textAt(part, 'custom_id') || place;
  if (part.type === component.button) return <MessageButton key={key} button={part} uses={uses} />;
  if (part.type === component.stringSelect) return <MessageSelect key={key} select={part} uses={uses} />;
  return <CannotShow key={key} what={kindOf(part)} />;
}

const looks: Record<number, string> = { 1: 'primary', 2: 'secondary', 3: 'success', 4: 'danger' };

function MessageButton({ button, uses }: { button: JsonObject; uses: Uses }) {
  const [pending, setPending] = useState(false);
  const label = textAt(button, 'label');
  const style = Number(button.style);
  if (button.emoji !== undefined) return <CannotShow what="a button with an emoji" />;
  if (style === buttonStyle.link) {
    return (
      <OutsideLink href={textAt(button, 'url')} who={uses.persona.name} className="dc-button dc-button-secondary">
        {label} <span aria-hidden="true">↗</span>
      </OutsideLink>
    );
  }
  const look = looks[style];
  if (look === undefined) return <CannotShow what={`a button of style ${String(button.style)}`} />;
  const press = (): void => {
    if (pending) return;
    setPending(true);
    uses.press(textAt(button, 'custom_id')).finally(() => setPending(false));
  };
  return (
    <button
      type="button"
      className={`dc-button dc-button-${look}`}
      disabled={button.disabled === true}
      aria-busy={pending}
      onClick={press}
    >
      {label}
      {pending ? <span className="dc-dots" role="status" aria-label="Waiting for Confab" /> : null}
    </button>
  );
}

function MessageSelect({ select, uses }: { select: JsonObject; uses: Uses }) {
  const [chosen, setChosen] = useState<string[] | null>(null);
  const [pending, setPending] = useState(false);
  const choose = (values: string[]): void => {
    setChosen(values);
    setPending(true);
    uses.choose(textAt(select, 'custom_id'), values).finally(() => setPending(false));
  };
  return (
    <StringSelect
      select={select}
      values={chosen ?? chosenAtFirst(select)}
      label={textAt(select, 'placeholder') || 'Make a selection'}
      optional={false}
      busy={pending}
      onChoose={choose}
    />
  );
}
