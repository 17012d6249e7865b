/** Times of day as this reader writes them, and as the rows of hours keep them: "HH:MM". */
import { timeText } from './format.ts';
import { clockText, readClock } from './windows.ts';

/** Minutes after midnight as "17:30" or "5:30 pm", by the page's own clock. */
export function timeOfDay(minutes: number): string {
  return timeText(minutes * 60_000, 'UTC');
}

/** "17:30" or "5:30 pm" for what a row keeps; empty for what is not filled in. */
export function spokenClock(clock: string): string {
  const minutes = readClock(clock);
  return minutes === null ? '' : timeOfDay(minutes);
}

const written = /^(\d{1,2})(?:\s*[:.h]?\s*(\d\d))?\s*(?:([ap])\.?\s?m?\.?)?$/i;

/** What somebody typed as "HH:MM": "17:30", "17.30", "1730", "17", "5:30 pm", "5p". Null for what is no time. Without am or pm it is the 24 hours' clock. */
export function readTyped(text: string): string | null {
  const [whole, hours = '', minutes = '00', half] = written.exec(text.trim()) ?? [];
  if (whole === undefined) return null;
  const hour = Number(hours);
  const minute = Number(minutes);
  if (minute > 59) return null;
  // 24:00 is midnight at the end of a day.
  if (half === undefined) return hour < 24 || (hour === 24 && minute === 0) ? clockText(hour * 60 + minute) : null;
  if (hour < 1 || hour > 12) return null;
  return clockText(((hour % 12) + (half.toLowerCase() === 'p' ? 12 : 0)) * 60 + minute);
}
