/** Matches every name but these. Bolt runs all listeners that match, and a second acknowledgement raises: what catches the rest must leave them out. */
export function noneOf(...known: readonly string[]): RegExp {
  return new RegExp(`^(?!(?:${known.map((name) => name.replaceAll(/[^\w-]/g, '\\$&')).join('|')})$)`);
}
