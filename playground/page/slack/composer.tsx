import { type FormEvent, type KeyboardEvent, useId, useState } from 'react';
import type { SlackRoom } from '../contract.ts';
import { commandsFor, readCommand } from './command-input.ts';
import { Menu } from './menu.tsx';
import { Notice } from './notice.tsx';
import { useSlack } from './slack-context.ts';
import { useActing } from './use-acting.ts';

const onlyCommands = 'The playground sends slash commands only. Type / to see them.';

/** Where one types slash commands: arrows choose one, Tab or Enter takes it, Escape closes the list, Enter sends. */
export function Composer({ room }: { room: SlackRoom }) {
  const { screen, persona } = useSlack();
  const acting = useActing();
  const [text, setText] = useState('');
  const [active, setActive] = useState(0);
  const [closed, setClosed] = useState(false);
  const [refusal, setRefusal] = useState<string | null>(null);
  const id = useId();
  const offered = closed ? [] : commandsFor(text, screen.commands);
  const typed = readCommand(text);
  const usage = offered.length === 0 ? screen.commands.find(({ command }) => command === typed?.command) : undefined;

  const change = (next: string) => {
    setText(next);
    setActive(0);
    setClosed(false);
    setRefusal(null);
  };
  const send = async (event?: FormEvent) => {
    event?.preventDefault();
    if (text.trim() === '') return;
    if (!typed) {
      setRefusal(onlyCommands);
      return;
    }
    change('');
    await acting.run('send', { do: 'slack.command', user: persona.id, room: room.id, ...typed }, true);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const option = offered[active];
    if (!option || event.nativeEvent.isComposing) return;
    if (step !== undefined) {
      event.preventDefault();
      setActive((active + step + offered.length) % offered.length);
    } else if (event.key === 'Escape') {
      event.stopPropagation();
      setClosed(true);
    } else if (event.key === 'Tab' || (event.key === 'Enter' && option.command !== text)) {
      event.preventDefault();
      change(`${option.command} `);
    }
  };
  const shortcuts = (screen.shortcuts ?? []).map(({ callbackId, name }) => ({
    name,
    pick: () => void acting.run('shortcut', { do: 'slack.shortcut', user: persona.id, callbackId }),
  }));
  const working = acting.underWay.size > 0;
  if (room.readOnly) return <p className="slack-read-only">Sending messages to this app has been turned off.</p>;
  return (
    <div className="slack-composer">
      <Notice
        text={refusal ?? acting.notice}
        onDismiss={() => {
          setRefusal(null);
          acting.dismiss();
        }}
      />
      {offered.length > 0 && (
        <div
          id={`${id}-list`}
          role="listbox"
          aria-label="Commands"
          className="slack-popup slack-commands"
          tabIndex={-1}
        >
          {offered.map(({ command, usageHint, description }, index) => (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the input's, where the focus stays
            <div
              key={command}
              id={`${id}-${index}`}
              role="option"
              tabIndex={-1}
              aria-selected={index === active}
              className={index === active ? 'slack-choice slack-choice-active' : 'slack-choice'}
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => change(`${command} `)}
            >
              <strong>{command}</strong> {usageHint}
              <span className="slack-choice-more">{description}</span>
            </div>
          ))}
        </div>
      )}
      <form className="slack-compose" onSubmit={(event) => void send(event)}>
        {shortcuts.length > 0 && <Menu label="Shortcuts" face={<span aria-hidden="true">+</span>} items={shortcuts} />}
        <input
          type="text"
          role="combobox"
          className="slack-text"
          autoComplete="off"
          aria-label={`Message ${room.name}`}
          aria-autocomplete="list"
          aria-expanded={offered.length > 0}
          aria-controls={offered.length > 0 ? `${id}-list` : undefined}
          aria-activedescendant={offered[active] ? `${id}-${active}` : undefined}
          aria-describedby={`${id}-usage`}
          placeholder="Type / for commands"
          value={text}
          onChange={(event) => change(event.target.value)}
          onKeyDown={onKeyDown}
          onBlur={() => setClosed(true)}
        />
        <button
          type="submit"
          className="slack-button slack-primary"
          aria-busy={working}
          // The focus stays in the line: were the list of commands to close now, the button would move away under the pointer.
          onMouseDown={(event) => event.preventDefault()}
        >
          Send
        </button>
      </form>
      <p id={`${id}-usage`} className="slack-hint slack-usage">
        {working ? 'Sending…' : usage ? `${usage.command} ${usage.usageHint}: ${usage.description}` : ' '}
      </p>
    </div>
  );
}
