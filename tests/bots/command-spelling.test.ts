import { describe, expect, it } from 'vitest';
import { spellCommand } from '#bots/command-spelling.ts';
import { discordCommands } from '#bots/discord/commands.ts';
import { type CommandName, commands } from '#core/messages/commands.ts';

describe('commands on Discord', () => {
  it.each(Object.keys(commands) as CommandName[])('%s is spelled as it is registered', (command) => {
    const [name, subcommand] = spellCommand('discord', command).slice(1).split(' ');
    const registered = discordCommands.find(({ data }) => data.name === name)?.data;
    expect(registered).toBeDefined();
    if (subcommand) expect(registered?.options?.map((option) => option.name)).toContain(subcommand);
    else expect(registered?.description).toBe(commands[command]);
  });
});

describe('a command with something after it', () => {
  it('is spelled as one would type it', () => {
    expect(spellCommand('slack', 'link-program', 'ABCD-1234')).toBe('/confab link ABCD-1234');
    expect(spellCommand('discord', 'book')).toBe('/book');
  });
});
