import type { CommandName } from '#core/messages/commands.ts';
import type { Platform } from '#core/people/person.ts';

/** Slack's slash commands are shared by all apps of a workspace: where another app has one of these, change it here and in the app's manifest. */
export const slackSlashCommands = { book: '/book', meetings: '/meetings', confab: '/confab' } as const;

const { book, meetings, confab } = slackSlashCommands;

/** How a command is typed on each platform. Slack has fewer names to give away, so most live under `/confab` there. */
const spellings: Record<Platform, Record<CommandName, string>> = {
  discord: {
    book: '/book',
    meetings: '/meetings',
    mentors: '/mentors',
    mentor: '/mentor',
    timezone: '/timezone',
    link: '/link',
    dashboard: '/dashboard',
    settings: '/confab settings',
    'link-program': '/confab link',
    help: '/help',
  },
  slack: {
    book,
    meetings,
    mentors: `${confab} mentors`,
    mentor: `${confab} mentor`,
    timezone: `${confab} timezone`,
    link: `${confab} link`,
    dashboard: `${confab} dashboard`,
    settings: `${confab} settings`,
    'link-program': `${confab} link`,
    help: `${confab} help`,
  },
};

/** `rest` is what follows the command, such as a code. */
export function spellCommand(platform: Platform, command: CommandName, rest?: string): string {
  const spelling = spellings[platform][command];
  return rest ? `${spelling} ${rest}` : spelling;
}
