import { visible } from '#core/messages/visible-text.ts';
import { limits } from './limits.ts';

/** Formatting marks, the colon that begins an emoji's name, `>` where it would begin a quote, Slack's control characters; else any character. */
const tokens = /(?<mark>[*_~`]|:(?=[\w+'-]+:))|(?<quote>^>)|(?<control>[&<>])|[\s\S]/gmu;

/** A zero-width space: Slack has no escape for its marks, but takes none for formatting that such a space follows. */
const breaker = '\u200b';

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/** Somebody's text in Slack's markup, in pieces that must not be cut through. Nothing in it formats, mentions, links or becomes an emoji. */
export function escapeText(text: string): string[] {
  // No more than any block holds, so that a text of millions of characters costs nothing.
  return Array.from(visible(text.slice(0, limits.section + 1)).matchAll(tokens), (match) => {
    const { mark, quote, control } = match.groups ?? {};
    if (mark) return `${mark}${breaker}`;
    if (quote) return `${breaker}&gt;`;
    return control ? (entities[control] ?? '') : match[0];
  });
}
