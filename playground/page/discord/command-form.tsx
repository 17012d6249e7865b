import { type FormEvent, useEffect, useRef, useState } from 'react';
import type { DiscordCommand, DiscordScreen, Seen } from '../contract.ts';
import { CannotShow } from './cannot-show.tsx';
import { type Draft, draftErrors, draftValues, fixedChoices, isKnownOption } from './command-draft.ts';
import { textAt } from './json-reading.ts';
import { OptionField } from './option-field.tsx';

type Options = ReturnType<typeof draftValues>;

/** A command that was picked, with its options as fields. Enter sends it, Escape leaves it. */
export function CommandForm({
  command,
  screen,
  onSend,
  suggest,
  onLeave,
}: {
  command: DiscordCommand;
  screen: DiscordScreen;
  onSend: (options: Options) => void;
  suggest: (options: Options, focused: string) => Promise<Seen>;
  onLeave: () => void;
}) {
  const form = useRef<HTMLFormElement>(null);
  const [draft, setDraft] = useState<Draft>({});
  const [tried, setTried] = useState(false);
  const errors = draftErrors(command, draft, screen);

  useEffect(() => {
    const first = form.current?.querySelector<HTMLElement>('input') ?? form.current?.querySelector('[type="submit"]');
    (first as HTMLElement | null)?.focus();
  }, []);
  const send = (event: FormEvent): void => {
    event.preventDefault();
    setTried(true);
    const [wrong] = Object.keys(errors);
    if (wrong === undefined) onSend(draftValues(command, draft, screen));
    else {
      const at = command.options.findIndex((option) => option.name === wrong);
      form.current?.querySelectorAll('input')[at]?.focus();
    }
  };

  return (
    <form
      ref={form}
      className="dc-command"
      aria-label={`/${command.name}`}
      noValidate
      onSubmit={send}
      onKeyDown={(event) => {
        if (event.key === 'Escape') onLeave();
      }}
    >
      <header>
        <strong className="dc-command-name">/{command.name}</strong>
        <span className="dc-hint">{command.description}</span>
        <button type="button" className="dc-close" aria-label={`Leave /${command.name}`} onClick={onLeave}>
          ×
        </button>
      </header>
      <div className="dc-options">
        {command.options.map((option) => {
          const name = textAt(option, 'name');
          if (!isKnownOption(option))
            return <CannotShow key={name} what={`an option of type ${String(option.type)}`} />;
          return (
            <OptionField
              key={name}
              option={option}
              typed={draft[name] ?? { text: '', value: null }}
              fixed={fixedChoices(option, screen)}
              error={tried ? (errors[name] ?? null) : null}
              suggest={
                option.autocomplete === true
                  ? (text) => suggest({ ...draftValues(command, draft, screen), [name]: text }, name)
                  : null
              }
              onChange={(typed) => setDraft((before) => ({ ...before, [name]: typed }))}
            />
          );
        })}
      </div>
      <footer>
        <span className="dc-hint">Enter sends, Escape leaves</span>
        <button type="submit" className="dc-button dc-button-primary">
          Send
        </button>
      </footer>
    </form>
  );
}
