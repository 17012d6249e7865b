import type { SlackCommand } from '../contract.ts';

/** The commands that what was typed may become; none once it is more than the command's name. */
export function commandsFor(text: string, commands: readonly SlackCommand[]): SlackCommand[] {
  return /^\/\S*$/.test(text) ? commands.filter(({ command }) => command.startsWith(text.toLowerCase())) : [];
}

/** A typed line as a command and what follows it; null where it is none. */
export function readCommand(line: string): { command: string; text: string } | null {
  const match = /^(\/\S+)\s*([\s\S]*)$/.exec(line.trim());
  return match ? { command: match[1] ?? '', text: match[2] ?? '' } : null;
}
