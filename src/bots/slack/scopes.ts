/** What the bot token must be allowed, and what for. The manifest asks for the same. */
export const neededScopes = {
  commands: 'slash commands and the shortcut',
  'chat:write': 'telling people about their sessions, and announcements',
  'users:read': 'names and time zones',
} as const;

/** Without these Confab works, but sends no calendar files. */
export const calendarFileScopes = {
  'im:write': 'finding the direct message to put a calendar file in',
  'files:write': 'sending a calendar file',
} as const;
