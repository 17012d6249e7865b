import { visible } from '#core/messages/visible-text.ts';
import type { Piece } from './fit.ts';
import { limits } from './limits.ts';

/** What means nothing to Slack, as much of it as there is; formatting marks, the colon that begins an emoji's name; `>` where it would begin a quote; Slack's control characters; any other colon. */
const tokens = /(?<run>[^*_~`:&<>]+)|(?<mark>[*_~`]|:(?=[\w+'-]+:))|(?<quote>^>)|(?<control>[&<>])|:/gmu;

/** A zero-width space: Slack has no escape for its marks, but takes none for formatting that such a space follows. */
const breaker = '\u200b';

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/** Somebody's text in Slack's markup. Nothing in it formats, mentions, links or becomes an emoji. */
export function escapeText(text: string): Piece[] {
  // No more than any block holds, so that a text of millions of characters costs nothing.
  return Array.from(visible(text.slice(0, limits.section + 1)).matchAll(tokens), (match) => {
    const { run, mark, quote, control } = match.groups ?? {};
    if (run) return { run };
    if (mark) return `${mark}${breaker}`;
    if (quote) return `${breaker}&gt;`;
    return control ? (entities[control] ?? '') : match[0];
  });
}
