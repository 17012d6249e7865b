import { dayOf, formatMoment, nearDay, type Reader as ReaderAnytime, relativeText } from './format-moment.ts';

/** Who reads, and when: moments are written in their zone, as their language writes them. */
export interface Reader extends ReaderAnytime {
  /** Milliseconds since the epoch. */
  now: number;
}

const halfYearMs = 182 * 86_400_000;
const numeric = { year: 'numeric', month: '2-digit', day: '2-digit' } as const;
const longDay = { weekday: 'long', month: 'long' } as const;

/** The year is left out where the day is less than six months away. */
function day(at: number, reader: Reader, options: Intl.DateTimeFormatOptions): string {
  const far = Math.abs(at - reader.now) > halfYearMs;
  return formatMoment(at, reader, { day: 'numeric', ...options, ...(far ? { year: 'numeric' } : {}) });
}

/** Yesterday, today and tomorrow by their names. */
function pretty(at: number, reader: Reader, options: Intl.DateTimeFormatOptions): string {
  return nearDay(at, reader, reader.now)?.toLocaleLowerCase(reader.locale) ?? day(at, reader, options);
}

/** docs.slack.dev/messaging/formatting-message-text and docs.slack.dev/reference/block-kit/block-elements/date-element. */
const tokens: Record<string, (at: number, reader: Reader) => string> = {
  date_num: (at, { zone }) => dayOf(at, zone),
  date_slash: (at, reader) => formatMoment(at, reader, numeric),
  date: (at, reader) => day(at, reader, { month: 'long' }),
  date_pretty: (at, reader) => pretty(at, reader, { month: 'long' }),
  date_short: (at, reader) => day(at, reader, { month: 'short' }),
  date_short_pretty: (at, reader) => pretty(at, reader, { month: 'short' }),
  date_long: (at, reader) => day(at, reader, longDay),
  date_long_pretty: (at, reader) => pretty(at, reader, longDay),
  date_long_full: (at, reader) => formatMoment(at, reader, { day: 'numeric', month: 'long', year: 'numeric' }),
  day_divider_pretty: (at, reader) => pretty(at, reader, longDay),
  time: (at, reader) => formatMoment(at, reader, { timeStyle: 'short' }),
  time_secs: (at, reader) => formatMoment(at, reader, { timeStyle: 'medium' }),
  ago: (at, { now, locale }) => relativeText(at, now, locale),
};

/**
 * A moment (milliseconds since the epoch) in a format such as `{date_long_pretty} at {time}`, its first letter a capital one as in Slack; null
 * where a token is none.
 */
export function slackMoment(at: number, format: string, reader: Reader): string | null {
  let known = true;
  const written = format.replace(/\{(\w*)\}/g, (_token, name: string) => {
    const token = tokens[name];
    if (!token) known = false;
    return token ? token(at, reader) : '';
  });
  return known ? written.charAt(0).toLocaleUpperCase(reader.locale) + written.slice(1) : null;
}
