import type { Command } from './command.ts';
import { book } from './commands/book.ts';
import { confab } from './commands/confab.ts';
import { dashboard } from './commands/dashboard.ts';
import { help } from './commands/help.ts';
import { link } from './commands/link.ts';
import { meetings } from './commands/meetings.ts';
import { mentor } from './commands/mentor.ts';
import { mentors } from './commands/mentors.ts';
import { timezone } from './commands/timezone.ts';

/** All of them, in the order in which Discord lists what it is given. */
export const discordCommands: readonly Command[] = [
  book,
  meetings,
  mentors,
  mentor,
  timezone,
  link,
  dashboard,
  confab,
  help,
];
