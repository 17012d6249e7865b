import { DateTime } from 'luxon';
import type { Span } from './event-time.ts';
import { invalid, notInTheStandIn } from './google-error.ts';

/** Enough for two years of days; Google's own limit is near. */
const MOST_INSTANCES = 730;
const WEEKDAYS = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];

interface Rule {
  frequency: 'DAILY' | 'WEEKLY';
  interval: number;
  count: number;
  until: number;
  weekdays: number[];
}

/** Throws where Google would (no rule in a line) and, by another name, where only the stand-in gives up. */
export function readRule(recurrence: readonly string[]): Rule {
  const [line, ...others] = recurrence;
  if (line === undefined || others.length > 0 || !line.startsWith('RRULE:')) {
    if (recurrence.some((one) => /^(?:DTSTART|DTEND)/.test(one))) throw invalid('Invalid recurrence rule.');
    throw notInTheStandIn('recurrence other than one RRULE');
  }
  const parts = new Map(
    line
      .slice('RRULE:'.length)
      .split(';')
      .map((part) => part.split('=') as [string, string]),
  );
  const frequency = parts.get('FREQ');
  if (frequency !== 'DAILY' && frequency !== 'WEEKLY') throw notInTheStandIn(`recurrence FREQ=${frequency}`);
  const until = parts.get('UNTIL');
  return {
    frequency,
    interval: Number(parts.get('INTERVAL') ?? 1),
    count: Number(parts.get('COUNT') ?? MOST_INSTANCES),
    until: until === undefined ? Number.POSITIVE_INFINITY : DateTime.fromISO(until, { zone: 'utc' }).toMillis(),
    weekdays: (parts.get('BYDAY')?.split(',') ?? []).map((day) => WEEKDAYS.indexOf(day) + 1),
  };
}

/** The single times of a series: the same wall-clock time in `zone` whatever its offset does. */
export function expand(recurrence: readonly string[], first: Span, zone: string): Span[] {
  const rule = readRule(recurrence);
  const start = DateTime.fromMillis(first.start, { zone });
  const length = first.end - first.start;
  const spans: Span[] = [];
  const most = Math.min(rule.count, MOST_INSTANCES);
  for (let step = 0; spans.length < most && step < MOST_INSTANCES; step += 1) {
    const base =
      rule.frequency === 'DAILY'
        ? start.plus({ days: step * rule.interval })
        : start.plus({ weeks: step * rule.interval });
    const days =
      rule.frequency === 'WEEKLY' && rule.weekdays.length > 0
        ? rule.weekdays.map((weekday) => base.plus({ days: weekday - base.weekday }))
        : [base];
    for (const day of days) {
      const at = day.toMillis();
      if (at < first.start) continue;
      if (at > rule.until || spans.length >= most) return spans;
      spans.push({ start: at, end: at + length, allDay: first.allDay });
    }
  }
  return spans;
}
