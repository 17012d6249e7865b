/**
 * Control characters, and what turns or hides text without being seen: bidirectional embeddings, overrides and isolates, zero-width spaces.
 * Joiners (U+200C, U+200D) stay: Persian and many emoji need them.
 */
const invisible =
  /[\p{Cc}--[\n\t]]|[\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\u{e0001}]/gv;

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
