import { expect } from 'vitest';
import type { Button, Inline, Message } from '#core/messages/message.ts';
import { type PlainReader, plainInlines, plainText } from '#core/messages/plain-text.ts';

/** Somebody in Berlin who types commands with a slash. */
export const reader: PlainReader = {
  zone: 'Europe/Berlin',
  spell: ({ command, rest }) => `/${command}${rest ? ` ${rest}` : ''}`,
};

/** What no reader should ever meet. */
function expectReadable(text: string): void {
  expect(text).not.toMatch(/undefined|null|NaN|\[object|Invalid|function|=>/);
  // Quoted words are set in by four blanks.
  expect(text.replaceAll(/^ {4}/gm, '')).not.toMatch(/ {2}/);
  expect(text).not.toMatch(/ [.,;:?!](?![a-z])|\.\.|,,|\(\)| $/m);
  expect(text).not.toMatch(/^\s*$/);
}

/** One or more sentences; a link may stand at the end. */
export function expectSentences(inlines: readonly Inline[]): string {
  const text = plainInlines(inlines, reader);
  expectReadable(text);
  expect(text).not.toContain('\n');
  expect(text).toMatch(/^[A-Z0-9"/]/);
  if (!/https?:\S+$/.test(text)) expect(text).toMatch(/[.?]$/);
  return text;
}

/** The message as somebody hears it, after checking that it can be said aloud. Answers with the text. */
export function readAloud(message: Message): string {
  expectSentences(message.headline);
  for (const { nodes } of message.sections) {
    for (const node of nodes) {
      if ('text' in node) expect(plainInlines(node.text, reader)).toMatch(/[.?:]$|^Subject: |^Where: /);
      if ('facts' in node) {
        for (const { label, value } of node.facts) {
          expect(label).toMatch(/^[A-Z][a-z ]+$/);
          expectReadable(plainInlines(value, reader));
        }
      }
      if ('list' in node) expect(node.list.length).toBeGreaterThan(0);
    }
  }
  for (const { label } of buttonsOf(message)) expect(label).toMatch(/^\S.{0,23}\S$/);
  const text = plainText(message, reader);
  expectReadable(text);
  return text;
}

export function buttonsOf(message: Message): Button[] {
  return [...message.sections.flatMap(({ buttons }) => buttons), ...(message.buttons ?? [])];
}

/** "Accept, Decline" */
export function labelsOf(message: Message): string {
  return buttonsOf(message)
    .map(({ label }) => label)
    .join(', ');
}
