import { formatMoment, type Reader, relativeText } from './format-moment.ts';

/** How Discord writes `<t:SECONDS:STYLE>`: Discord's documentation, "Message Formatting", "Timestamp Styles". */
const styles: Record<string, Intl.DateTimeFormatOptions> = {
  t: { timeStyle: 'short' },
  T: { timeStyle: 'medium' },
  d: { dateStyle: 'short' },
  D: { dateStyle: 'long' },
  f: { dateStyle: 'long', timeStyle: 'short' },
  F: { dateStyle: 'full', timeStyle: 'short' },
  s: { dateStyle: 'short', timeStyle: 'short' },
  S: { dateStyle: 'short', timeStyle: 'medium' },
};

const usual: Intl.DateTimeFormatOptions = { dateStyle: 'long', timeStyle: 'short' };

/** Relative ones (R) change with `now`. Milliseconds, both. */
export function discordMoment(at: number, style: string, reader: Reader, now: number): string {
  return style === 'R' ? relativeText(at, now, reader.locale) : formatMoment(at, reader, styles[style] ?? usual);
}

/** What Discord shows when one points at a timestamp. */
export function fullMoment(at: number, reader: Reader): string {
  return formatMoment(at, reader, { dateStyle: 'full', timeStyle: 'short' });
}
