import { describe, expect, it } from 'vitest';
import { type Inline, plainMessage, say } from '#core/messages/message.ts';
import { listed } from '#core/messages/people-words.ts';
import { plainInlines, plainPieces, plainText } from '#core/messages/plain-text.ts';
import { NOW } from '../../builders.ts';
import { reader } from './read-aloud.ts';

describe('plain text', () => {
  it.each<[string, Inline, string]>([
    ['text', 'as it is: *not* _markup_ <@1>', 'as it is: *not* _markup_ <@1>'],
    ['something strong', { strong: 'now' }, 'now'],
    ['a moment', { at: NOW, as: 'date-time' }, 'Tue 1 Dec 2026, 10:00 (Europe/Berlin)'],
    ['a time', { at: NOW, as: 'time' }, '10:00 (Europe/Berlin)'],
    ['how far away it is', { at: NOW, as: 'relative' }, 'Tue 1 Dec 2026, 10:00 (Europe/Berlin)'],
    ['a person', { person: { name: 'Maya\n Ito', accounts: [] } }, 'Maya Ito'],
    ['a link', { link: 'https://a.example', label: 'the room' }, 'the room (https://a.example)'],
    ['a bare link', { link: 'https://a.example', label: 'https://a.example' }, 'https://a.example'],
    ['a command', { command: 'link', rest: 'CODE' }, '/link CODE'],
    ['a code', { code: 'k3f9' }, 'k3f9'],
    ['a channel', { channel: 'C123' }, 'the announcement channel'],
  ])('writes %s', (_, inline, text) => {
    expect(plainInlines([inline], reader)).toBe(text);
  });

  it('writes times in UTC, and says so, where the zone is not known', () => {
    expect(plainInlines([{ at: NOW, as: 'date-time' }], { ...reader, zone: null })).toBe('Tue 1 Dec 2026, 09:00 (UTC)');
  });

  it('leaves moments as such to whoever writes them by another clock, and joins what is between them', () => {
    const words = say`${{ strong: 'Maya' }} moved it from ${{ at: NOW, as: 'date-time' }} to ${{ at: NOW + 1, as: 'time' }}.`;
    expect(plainPieces(words, reader)).toEqual(['Maya moved it from ', { at: NOW }, ' to ', { at: NOW + 1 }, '.']);
    expect(plainPieces([], reader)).toEqual([]);
  });

  it('writes a message from top to bottom, and leaves its buttons out', () => {
    const message = plainMessage(
      say`Headline.`,
      [
        { text: say`Text.` },
        {
          facts: [
            { label: 'When', value: [{ at: NOW, as: 'time' }] },
            { label: 'Where', value: ['here'] },
          ],
        },
        { quote: 'One\nTwo' },
        { list: [say`first`, say`second`] },
      ],
      [{ action: { do: 'meetings', cursor: '' }, label: 'Back' }],
    );
    expect(plainText(message, reader)).toBe(
      'Headline.\n\nText.\nWhen: 10:00 (Europe/Berlin)\nWhere: here\n    One\n    Two\n- first\n- second',
    );
  });

  it('numbers sections where there are several', () => {
    const section = (text: string) => ({ nodes: [{ text: [text] }], buttons: [] });
    expect(plainText({ headline: ['Two.'], sections: [section('a'), section('b')] }, reader)).toBe(
      'Two.\n\n1. a\n\n2. b',
    );
    expect(plainText({ headline: ['One.'], sections: [section('a')] }, reader)).toBe('One.\n\na');
  });
});

describe('say', () => {
  it('keeps the parts apart, so that each can be escaped by itself', () => {
    const name = { strong: 'Leo' };
    expect(say`${name} asks ${[name, ' and ', name]}.`).toEqual([name, ' asks ', name, ' and ', name, '.']);
    expect(say`Only words.`).toEqual(['Only words.']);
  });

  it('lists one, two and more', () => {
    const text = (items: string[], word?: string) => plainInlines(listed(items, word), reader);
    expect([text([]), text(['a']), text(['a', 'b']), text(['a', 'b', 'c'], 'or')]).toEqual([
      '',
      'a',
      'a and b',
      'a, b or c',
    ]);
  });
});
