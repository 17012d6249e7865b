import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import type { DiscordCommand, DiscordScreen, Seen } from '../contract.ts';
import { matchingCommands } from './command-draft.ts';
import { CommandForm } from './command-form.tsx';
import { choiceId, Listbox, movedTo } from './listbox.tsx';

type Options = Record<string, string | number | boolean>;

/** Where one writes. It takes slash commands: the app reads nothing else. */
export function Composer({
  screen,
  place,
  onCommand,
  suggest,
}: {
  screen: DiscordScreen;
  /** As it is called: "#general". */
  place: string;
  onCommand: (name: string, options: Options) => void;
  suggest: (name: string, options: Options, focused: string) => Promise<Seen>;
}) {
  const [command, setCommand] = useState<DiscordCommand | null>(null);
  const [back, setBack] = useState(false);
  const leave = (): void => {
    setCommand(null);
    setBack(true);
  };
  return (
    <div className="dc-composer">
      {command === null ? (
        <LineField commands={screen.commands} place={place} focused={back} onPick={setCommand} />
      ) : (
        <CommandForm
          key={command.name}
          command={command}
          screen={screen}
          onSend={(options) => {
            leave();
            onCommand(command.name, options);
          }}
          suggest={(options, focused) => suggest(command.name, options, focused)}
          onLeave={leave}
        />
      )}
    </div>
  );
}

function LineField({
  commands,
  place,
  focused,
  onPick,
}: {
  commands: readonly DiscordCommand[];
  place: string;
  focused: boolean;
  onPick: (command: DiscordCommand) => void;
}) {
  const id = useId();
  const list = `${id}-commands`;
  const input = useRef<HTMLInputElement>(null);
  const [text, setText] = useState('');
  const [active, setActive] = useState(0);
  const [words, setWords] = useState<string | null>(null);
  const found = text.startsWith('/') ? matchingCommands(commands, text.slice(1)) : [];
  const open = found.length > 0;
  useEffect(() => {
    if (focused) input.current?.focus();
  }, [focused]);

  const type = (typed: string): void => {
    // "/book " is as good as picking it.
    const whole = /^\/(.+) $/.exec(typed)?.[1];
    const command = commands.find(({ name }) => name === whole);
    if (command) {
      onPick(command);
      return;
    }
    setText(typed);
    setActive(0);
    setWords(null);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const to = open ? movedTo(event.key, active, found.length) : null;
    const marked = found[active];
    if (to !== null) {
      event.preventDefault();
      setActive(to);
    } else if (event.key === 'Escape') {
      type('');
    } else if (event.key === 'Tab' && open && marked) {
      event.preventDefault();
      onPick(marked);
    } else if (event.key === 'Enter') {
      event.preventDefault();
      if (marked) onPick(marked);
      else if (text.startsWith('/')) setWords('There is no such command. Type / to see all of them.');
      else if (text !== '')
        setWords('Messages cannot be sent in the playground, as Confab reads none. Type / to see its commands.');
    }
  };

  return (
    <>
      {open ? (
        <Listbox
          {...{ id: list, active }}
          label="Commands"
          choices={found.map(({ name, description }) => ({ value: name, name: `/${name}`, description }))}
          onPick={({ value }) => {
            const command = commands.find(({ name }) => name === value);
            if (command) onPick(command);
          }}
        />
      ) : null}
      {words === null ? null : (
        <p className="dc-kind-words" role="alert">
          {words}
        </p>
      )}
      <input
        ref={input}
        id={id}
        type="text"
        className="dc-line"
        role="combobox"
        aria-label={`Message ${place}`}
        aria-expanded={open}
        aria-controls={list}
        aria-autocomplete="list"
        aria-activedescendant={open ? choiceId(list, active) : undefined}
        placeholder={`Message ${place}: type / for commands`}
        autoComplete="off"
        spellCheck={false}
        value={text}
        onChange={({ target }) => type(target.value)}
        onKeyDown={onKeyDown}
      />
    </>
  );
}
