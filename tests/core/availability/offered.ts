import type { OfferedHours } from '#core/availability/hours-exception.ts';
import { parseExceptions } from '#core/availability/parse-exceptions.ts';
import { parseWeeklyHours } from '#core/availability/weekly-hours.ts';

/** What a mentor would type; dates with their year, as in "2026-12-24 off". */
export function offered(hours: string, exceptions = ''): OfferedHours {
  const week = parseWeeklyHours(hours);
  if (!week.ok) throw new Error(week.problem);
  const dates = parseExceptions(exceptions, 0);
  if (!dates.ok) throw new Error(JSON.stringify(dates.problem));
  return { hours: week.hours, exceptions: dates.value };
}
