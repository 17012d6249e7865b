/** What people can ask for by name, with the one line that help and the platforms' own menus show. How it is typed is each platform's matter. */
export const commands = {
  book: 'Book a session with a mentor',
  meetings: 'Your sessions: join, move or cancel them',
  mentors: 'Who helps with what',
  mentor: 'Offer sessions: your topics, hours, days off, length and notice',
  timezone: 'Say where you are, so that times are yours',
  link: 'Connect your Discord and Slack accounts',
  dashboard: 'Your sessions, a calendar and your settings on a page of your own',
  settings: 'For organisers: announcements, reminders, who may mentor',
  'link-program': 'For organisers: share mentors with another server or workspace',
  help: 'What Confab can do',
} as const;

export type CommandName = keyof typeof commands;
