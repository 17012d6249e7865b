const ellipsis = '…';

/** As many whole pieces as fit, with an ellipsis where some did not. */
export function clipPieces(pieces: readonly string[], max: number): string {
  const whole = pieces.join('');
  if (whole.length <= max) return whole;
  let text = '';
  for (const piece of pieces) {
    if (text.length + piece.length + ellipsis.length > max) break;
    text += piece;
  }
  return `${text.trimEnd()}${ellipsis}`.slice(0, Math.max(0, max));
}

/** For text that Discord shows as it is (labels, options). Never cuts a character in two. */
export function clipText(text: string, max: number): string {
  return clipPieces([...text], max);
}

/** Shares a budget among parts: short ones get what they need, long ones the same each. */
export function shareBudget(wanted: readonly number[], budget: number): number[] {
  const given = wanted.map(() => 0);
  let left = Math.max(0, budget);
  const shortestFirst = wanted.map((length, index) => ({ length, index })).sort((a, b) => a.length - b.length);
  shortestFirst.forEach(({ length, index }, rank) => {
    const share = Math.min(length, Math.floor(left / (shortestFirst.length - rank)));
    given[index] = share;
    left -= share;
  });
  return given;
}
