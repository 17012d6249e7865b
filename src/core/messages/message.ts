/**
 * What Confab says, before it is known where. A closed vocabulary: a node is here only because Discord, Slack and plain text can each show it
 * faithfully. Nodes say what something means, never how it looks. Renderers escape every string.
 */
import type { Account, Platform } from '#core/people/person.ts';
import type { Instant } from '#core/time/clock.ts';
import type { Action } from './action.ts';
import type { CommandName } from './commands.ts';

/** Somebody, as text: their handle where the reader's platform knows them, else their name. Never pings. */
export interface PersonRef {
  name: string;
  accounts: readonly Pick<Account, 'platform' | 'userId' | 'workspaceId'>[];
}

export type Inline =
  | string
  | { strong: string }
  /** Shown in the reader's own zone. `date-time` names day and time; `relative` says how far away ("in 2 hours"). */
  | { at: Instant; as: 'date-time' | 'time' | 'relative' }
  | { person: PersonRef }
  | { link: string; label: string }
  /** A command as it is typed where the reader is; `rest` follows it. */
  | { command: CommandName; rest?: string; on?: Platform }
  /** To be copied letter by letter. */
  | { code: string }
  /** A channel of the reader's own community. */
  | { channel: string };

export type MessageNode =
  | { text: readonly Inline[] }
  | { facts: readonly { label: string; value: readonly Inline[] }[] }
  /** A person's own words, perhaps many lines. */
  | { quote: string }
  | { list: readonly (readonly Inline[])[] };

export interface Button {
  action: Action;
  label: string;
  /** `main`: the step most people want next. `careful`: cannot be undone. */
  weight?: 'main' | 'careful';
}

/** Something with buttons of its own. A message with several numbers them, so that buttons and text stay together everywhere. */
export interface Section {
  nodes: readonly MessageNode[];
  buttons: readonly Button[];
}

export interface Message {
  /** One line that says the whole thing: also the notification. */
  headline: readonly Inline[];
  sections: readonly Section[];
  /** Buttons for the message as a whole, such as the next page. */
  buttons?: readonly Button[];
}

/** A message of a headline and, perhaps, more text. */
export function plainMessage(
  headline: readonly Inline[],
  nodes: readonly MessageNode[] = [],
  buttons: readonly Button[] = [],
): Message {
  return { headline, sections: nodes.length + buttons.length > 0 ? [{ nodes, buttons }] : [] };
}

type Value = Inline | readonly Inline[];

/** Builds inlines from a template: say`${who} accepted.` */
export function say(texts: TemplateStringsArray, ...values: Value[]): Inline[] {
  const inlines: Inline[] = [];
  texts.forEach((text, index) => {
    if (text) inlines.push(text);
    const value = values[index];
    if (value === undefined) return;
    if (Array.isArray(value)) inlines.push(...(value as readonly Inline[]));
    else inlines.push(value as Inline);
  });
  return inlines;
}
