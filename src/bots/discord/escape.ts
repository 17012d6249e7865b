import { visible } from '#core/messages/visible-text.ts';

/** What a token is decides how it is written; the last alternative is any one character. Markers of lists and headings count only where a line begins. */
const tokens =
  /(?<link>https?:\/\/[^\s<>]*[^\s<>.,;:!?)\]'"])|(?<at>@(?=everyone|here|[!&]?\d))|(?<special>[\\*_~`|<>[\]]|[#-](?<=^[ \t]*[#-])|\.(?<=^[ \t]*\d{1,9}\.))|[\s\S]/gmu;

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
