import { expect, it } from 'vitest';
import { escapeText } from '../../../src/bots/slack/escape.ts';
import { clipPieces, joinPieces } from '../../../src/bots/slack/fit.ts';

/** The plain way, which escaping in runs has to agree with: one piece for each character. */
function characterByCharacter(text: string): string[] {
  return Array.from(text, (character, index) => {
    const at = Array.from(text).slice(0, index).join('').length;
    if ('*_~`'.includes(character)) return `${character}\u200b`;
    if (character === ':' && /^:[\w+'-]+:/.test(text.slice(at))) return ':\u200b';
    if (character === '>' && (at === 0 || text[at - 1] === '\n')) return '\u200b&gt;';
    return { '&': '&amp;', '<': '&lt;', '>': '&gt;' }[character] ?? character;
  });
}

const texts = [
  '',
  'plain words',
  'snake_case *and* `code` ~gone~',
  ':tada: 10:30:00 ::a:: :: a:b',
  '> quoted\n>twice\na > b\n\n>',
  '<!channel> & <@U1> &amp; <https://example.org|x>',
  'emoji 🎓👩🏽‍🔬 *🎓* ünï',
  'ends with a mark_',
  '_',
];

it.each(texts)('escapes %j in runs as it would character by character', (text) => {
  expect(joinPieces(escapeText(text))).toBe(characterByCharacter(text).join(''));
});

it.each(texts)('cuts %j between the same characters at every length', (text) => {
  for (let longest = 0; longest <= text.length * 2 + 2; longest += 1) {
    expect(clipPieces(escapeText(text), longest)).toBe(clipPieces(characterByCharacter(text), longest));
  }
});
