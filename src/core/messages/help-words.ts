import { type CommandName, commands } from './commands.ts';
import { type Inline, type Message, plainMessage, say } from './message.ts';

const everybody: CommandName[] = ['book', 'meetings', 'mentors', 'mentor', 'timezone', 'link'];
const organisers: CommandName[] = ['settings', 'link-program'];

export function help(organizer: boolean, dashboard: boolean): Message {
  const names: CommandName[] = [
    ...everybody,
    ...(dashboard ? (['dashboard'] as const) : []),
    ...(organizer ? organisers : []),
  ];
  return plainMessage(
    say`Confab books sessions with mentors, right here. You ask, the mentor accepts, and you both get a link and reminders.`,
    [{ list: names.map((name): Inline[] => say`${{ command: name }}: ${commands[name]}`) }],
  );
}
