/** Of an event as Google's API shows it: milliseconds since the epoch. */
export function startOf(event: Record<string, unknown>): number {
  return Date.parse(String((event.start as { dateTime?: string } | undefined)?.dateTime));
}
