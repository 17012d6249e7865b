/**
 * Control characters, and what turns or hides text without being seen: bidirectional embeddings, overrides and isolates, zero-width spaces.
 * Joiners (U+200C, U+200D) stay: Persian and many emoji need them.
 */
const invisible =
  /[\p{Cc}--[\n\t]]|[\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\u{e0001}]/gv;

/** What a token is decides how it is written; the last alternative is any one character. Markers of lists and headings count only where a line begins. */
const tokens =
  /(?<link>https?:\/\/[^\s<>]*[^\s<>.,;:!?)\]'"])|(?<at>@(?=everyone|here|[!&]?\d))|(?<special>[\\*_~`|<>[\]]|[#-](?<=^[ \t]*[#-])|\.(?<=^[ \t]*\d{1,9}\.))|[\s\S]/gmu;

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

/**
 * Somebody's text in Discord's markup, in pieces that must not be cut through. Nothing in it formats, mentions or previews a page; web
 * addresses stay clickable. `@everyone` gets a zero-width space, because Discord looks for it before it looks for backslashes.
 */
export function escapeText(text: string): string[] {
  const pieces: string[] = [];
  for (const match of visible(text).matchAll(tokens)) {
    const { link, at, special } = match.groups ?? {};
    if (link) pieces.push(`<${link.replaceAll('@', '%40')}>`);
    else if (at) pieces.push('@\u200b');
    else if (special) pieces.push(`\\${special}`);
    else pieces.push(match[0]);
  }
  return pieces;
}
