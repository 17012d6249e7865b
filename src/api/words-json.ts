import type { Inline } from '#core/messages/message.ts';
import { plainInlines, plainPieces } from '#core/messages/plain-text.ts';
import { pageReader } from '#core/messages/problem-words.ts';
import { toIso } from './meeting-json.ts';
import type { WordsJson } from './schemas.ts';

/** Words for one person: as text with moments written out in `zone` (IANA; null: UTC), and in pieces, for a page that writes moments itself. */
export function wordsJson(words: readonly Inline[], zone: string | null): { text: string; pieces: WordsJson } {
  const reader = pageReader(zone);
  return {
    text: plainInlines(words, reader),
    pieces: plainPieces(words, reader).map((piece) => (typeof piece === 'string' ? piece : { at: toIso(piece.at) })),
  };
}
