/**
 * The server's time, learnt from the Date header of its answers: a countdown must not depend on how well the reader's own clock is set.
 * Instants are milliseconds since 1970, UTC.
 */

/** Milliseconds. The header counts whole seconds, and an answer takes a while: less than this is no difference. */
const tolerance = 2_000;

let skew = 0;
const listeners = new Set<() => void>();

export function now(): number {
  return Date.now() + skew;
}

export function learnTime(dateHeader: string | null): void {
  const said = dateHeader === null ? Number.NaN : Date.parse(dateHeader);
  if (Number.isNaN(said)) return;
  const measured = said + 500 - Date.now();
  if (Math.abs(measured - skew) < tolerance) return;
  skew = Math.abs(measured) < tolerance ? 0 : measured;
  for (const listener of listeners) listener();
}

/** Called when it turns out that the time is another. The result ends it. */
export function onTimeLearnt(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
