/** Part of a text in Slack's markup: a string must not be cut through, a run of characters may be between any two of them. */
export type Piece = string | { run: string };

const ellipsis = '…';

/** The pieces as text of at most `longest` characters; one that does not fit ends in an ellipsis and is never cut within a piece. */
export function clipPieces(pieces: readonly Piece[], longest: number): string {
  const whole = joinPieces(pieces);
  if (whole.length <= longest) return whole;
  let text = '';
  for (const piece of pieces.flatMap((piece) => (typeof piece === 'string' ? piece : Array.from(piece.run)))) {
    if (text.length + piece.length + ellipsis.length > longest) break;
    text += piece;
  }
  return longest < ellipsis.length ? '' : `${text.trimEnd()}${ellipsis}`;
}

/** Plain text of at most `longest` characters, not cut within a character. */
export function clipText(text: string, longest: number): string {
  return text.length <= longest ? text : clipPieces([{ run: text }], longest);
}

export function joinPieces(pieces: readonly Piece[]): string {
  let text = '';
  for (const piece of pieces) text += typeof piece === 'string' ? piece : piece.run;
  return text;
}
