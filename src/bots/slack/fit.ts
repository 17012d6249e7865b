const ellipsis = '…';

/** The pieces as text of at most `longest` characters; one that does not fit ends in an ellipsis and is never cut within a piece. */
export function clipPieces(pieces: readonly string[], longest: number): string {
  const whole = pieces.join('');
  if (whole.length <= longest) return whole;
  let text = '';
  for (const piece of pieces) {
    if (text.length + piece.length + ellipsis.length > longest) break;
    text += piece;
  }
  return longest < ellipsis.length ? '' : `${text.trimEnd()}${ellipsis}`;
}

/** Plain text of at most `longest` characters, not cut within a character. */
export function clipText(text: string, longest: number): string {
  return text.length <= longest ? text : clipPieces(Array.from(text), longest);
}
