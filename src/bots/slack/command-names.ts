import type { CommandName } from '#core/messages/commands.ts';

/** What may follow `/confab`. Anything else is answered with help. */
export const confabWords = [
  'mentor',
  'mentors',
  'timezone',
  'link',
  'dashboard',
  'settings',
  'help',
] as const satisfies CommandName[];
export type ConfabWord = (typeof confabWords)[number];

/** The global shortcut's callback id. */
export const bookShortcut = 'confab_book';

export function isConfabWord(word: string): word is ConfabWord {
  return (confabWords as readonly string[]).includes(word);
}
