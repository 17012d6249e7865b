const units: Record<string, number> = { m: 1, h: 60, d: 24 * 60, w: 7 * 24 * 60 };

/** "2 hours", "90 min", "1d", "1h30", "1 day 2 hours", or a bare number of minutes. Minutes; null when it is none of these. */
export function readDuration(text: string): number | null {
  const words = text
    .trim()
    .toLowerCase()
    .replaceAll(/\band\b|,/g, ' ');
  if (/^\d{1,5}$/.test(words)) return Number(words);
  const part = /(\d{1,5}(?:\.\d)?)\s*(minutes?|mins?|m|hours?|hrs?|h|days?|d|weeks?|w)(?![a-z])\s*/y;
  let minutes = 0;
  let hours = false;
  while (part.lastIndex < words.length) {
    const from = part.lastIndex;
    const match = part.exec(words);
    if (!match) {
      // "1h30": minutes may go without their unit behind hours.
      const rest = /^(\d{1,2})$/.exec(words.slice(from).trim());
      return hours && rest ? Math.round(minutes) + Number(rest[1]) : null;
    }
    const unit = (match[2] ?? 'm').charAt(0);
    hours = unit === 'h';
    minutes += Number(match[1]) * (units[unit] ?? 1);
  }
  return words === '' ? null : Math.round(minutes);
}
