/** Moments as a persona reads them: in their zone, by the habits of their locale. Instants are milliseconds since the epoch. */

/** Who reads: a `Persona` is one. */
export interface Reader {
  /** IANA zone. */
  zone: string;
  /** IETF tag. */
  locale: string;
}

const made = new Map<string, Intl.DateTimeFormat>();

/** Any way that Intl knows; formatters are kept, as making one is slow. */
export function formatMoment(at: number, { zone, locale }: Reader, options: Intl.DateTimeFormatOptions): string {
  const key = JSON.stringify([zone, locale, options]);
  let formatter = made.get(key);
  if (!formatter) {
    formatter = new Intl.DateTimeFormat(locale, { ...options, timeZone: zone });
    made.set(key, formatter);
  }
  return formatter.format(at);
}

/** Which day it is there, for comparing: "2026-11-25". */
export function dayOf(at: number, zone: string): string {
  return formatMoment(at, { zone, locale: 'en-CA' }, { year: 'numeric', month: '2-digit', day: '2-digit' });
}

/** "Today", "Yesterday", "Tomorrow" in the reader's language; null for any other day. */
export function nearDay(at: number, reader: Reader, now: number): string | null {
  const days = (Date.parse(dayOf(at, reader.zone)) - Date.parse(dayOf(now, reader.zone))) / 86_400_000;
  if (Math.abs(days) > 1) return null;
  const word = new Intl.RelativeTimeFormat(reader.locale, { numeric: 'auto' }).format(days, 'day');
  return word.charAt(0).toLocaleUpperCase(reader.locale) + word.slice(1);
}

/** When a message was written: "Today, 17:00", "Yesterday, 17:00", "23/11/2026, 17:00". */
export function messageTime(at: number, reader: Reader, now: number): string {
  const near = nearDay(at, reader, now);
  if (near === null) return formatMoment(at, reader, { dateStyle: 'short', timeStyle: 'short' });
  return `${near}, ${formatMoment(at, reader, { timeStyle: 'short' })}`;
}

/** Each unit, its length in that of the one before, and how many of them make the next. */
const units = [
  ['second', 1_000, 60],
  ['minute', 60, 60],
  ['hour', 60, 24],
  ['day', 24, 30],
  ['month', 30.44, 12],
  ['year', 12, Number.POSITIVE_INFINITY],
] as const;

/** "in 2 hours", "3 minutes ago": in the largest unit of which there is one, rounded. */
export function relativeText(at: number, now: number, locale: string): string {
  const format = new Intl.RelativeTimeFormat(locale, { numeric: 'always' });
  let amount = at - now;
  for (const [unit, length, most] of units) {
    amount /= length;
    // Seconds pass one by one; of the rest half a unit counts as a whole one.
    const whole = unit === 'second' ? Math.trunc(amount) : Math.round(amount);
    if (Math.abs(whole) < most) return format.format(whole === 0 ? 0 : whole, unit);
  }
  return '';
}
