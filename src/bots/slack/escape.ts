import { limits } from './limits.ts';

/**
 * Control characters, and what turns or hides text without being seen: bidirectional embeddings, overrides and isolates, zero-width spaces.
 * Joiners (U+200C, U+200D) stay: Persian and many emoji need them.
 */
const invisible =
  /[\p{Cc}--[\n\t]]|[\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\u{e0001}]/gv;

/** Formatting marks, the colon that begins an emoji's name, `>` where it would begin a quote, Slack's control characters; else any character. */
const tokens = /(?<mark>[*_~`]|:(?=[\w+'-]+:))|(?<quote>^>)|(?<control>[&<>])|[\s\S]/gmu;

/** A zero-width space: Slack has no escape for its marks, but takes none for formatting that such a space follows. */
const breaker = '\u200b';

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/** Text without what cannot be seen; line breaks are `\n`. */
export function visible(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(/\r\n?|[\u2028\u2029]/g, '\n')
    .replaceAll(invisible, '');
}

/** The same on one line: for names, labels, options, buttons. */
export function oneLine(text: string): string {
  return visible(text).replaceAll(/\s+/g, ' ').trim();
}

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
