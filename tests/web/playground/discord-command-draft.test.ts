import { describe, expect, it } from 'vitest';
import type { DiscordCommand } from '../../../playground/page/contract.ts';
import {
  type Draft,
  draftErrors,
  draftValues,
  fittingChoices,
  fixedChoices,
  matchingCommands,
} from '../../../playground/page/discord/command-draft.ts';
import { screen } from './discord-screen.ts';

const command = (name: string): DiscordCommand => screen.commands.find((one) => one.name === name)!;
const typed = (text: string, value: string | null = null) => ({ text, value });

describe('a slash command while it is typed', () => {
  it.each([
    ['', ['book', 'confab settings', 'confab mentors', 'help', 'timezone']],
    ['confab', ['confab settings', 'confab mentors']],
    ['confab m', ['confab mentors']],
    ['SET', ['confab settings']],
    ['nothing', []],
  ])('finds for "%s"', (text, names) => {
    expect(matchingCommands(screen.commands, text).map(({ name }) => name)).toEqual(names);
  });

  it('offers what can be picked: channels of the right kind, people, true and false, and listed choices', () => {
    const settings = command('confab settings').options;
    expect(settings.map((option) => fixedChoices(option, screen)?.map(({ name }) => name) ?? null)).toEqual([
      ['#general', '#sessions'],
      ['True', 'False'],
      null,
      ['Anyone', 'Only people named'],
    ]);
    const [add] = command('confab mentors').options;
    expect(fixedChoices(add!, screen)?.map(({ name }) => name)).toEqual(['Sam Reis', 'Maya Okafor', 'Confab']);
  });

  it('offers first what begins with what was typed', () => {
    const choices = ['Dan', '#announcements', 'Ana', 'Olu'].map((name) => ({ value: name, name }));
    expect(fittingChoices(choices, 'AN').map(({ name }) => name)).toEqual(['#announcements', 'Ana', 'Dan']);
    expect(fittingChoices(choices, '').map(({ name }) => name)).toEqual(['Dan', '#announcements', 'Ana', 'Olu']);
  });

  it('sends each option as what it is, and nothing for those left empty', () => {
    const draft: Draft = {
      announce: typed('#sessions', '12'),
      announce_off: typed('False', 'false'),
      limit: typed('3'),
      mentors: typed(''),
    };
    expect(draftErrors(command('confab settings'), draft, screen)).toEqual({});
    expect(draftValues(command('confab settings'), draft, screen)).toEqual({
      announce: '12',
      announce_off: false,
      limit: 3,
    });
  });

  it('sends a suggestion’s value, or what was typed where none was picked', () => {
    expect(draftValues(command('book'), { mentor: typed('Maya: React', 'abc') }, screen)).toEqual({ mentor: 'abc' });
    expect(draftValues(command('book'), { mentor: typed('react') }, screen)).toEqual({ mentor: 'react' });
  });

  it.each<[string, Draft, Record<string, string>]>([
    ['timezone', {}, { zone: 'This option is required. Specify a value.' }],
    ['book', { mentor: typed('x'.repeat(101)) }, { mentor: 'Its length has to be 100 or less.' }],
    ['confab settings', { limit: typed('1.5') }, { limit: 'Enter a valid integer.' }],
    ['confab settings', { limit: typed('ten') }, { limit: 'Enter a valid number.' }],
    ['confab settings', { limit: typed('10') }, { limit: 'Enter a number 9 or less.' }],
    ['confab settings', { mentors: typed('Somebody') }, { mentors: 'Choose one of the list.' }],
    ['confab settings', { announce: typed('gen') }, { announce: 'Choose one of the list.' }],
  ])('says what is wrong with /%s %j', (name, draft, errors) => {
    expect(draftErrors(command(name), draft, screen)).toEqual(errors);
  });
});
