import { DateTime, Interval } from 'luxon';
import type { SlotSearch } from '../../src/core/availability/find-slots.ts';

/** Free slots as one writes them with luxon: the hours of each day, without what is busy, cut into slots. */
export function slotsByLuxon({ hours, zone, duration, busy, from, until }: SlotSearch): number[] {
  const taken = busy.map(({ start, end }) =>
    Interval.fromDateTimes(DateTime.fromMillis(start, { zone }), DateTime.fromMillis(end, { zone })),
  );
  const found: number[] = [];
  const last = DateTime.fromMillis(until, { zone });
  for (let day = DateTime.fromMillis(from, { zone }).startOf('day'); day < last; day = day.plus({ days: 1 })) {
    for (const window of hours[day.weekday - 1] ?? []) {
      const opens = day.set({ hour: Math.floor(window.from / 60), minute: window.from % 60 });
      const closes = day.set({ hour: Math.floor(window.to / 60), minute: window.to % 60 });
      for (const free of Interval.fromDateTimes(opens, closes).difference(...taken)) {
        const [start, end] = [free.start?.toMillis() ?? 0, free.end?.toMillis() ?? 0];
        const length = duration * 60_000;
        // The rhythm is that of the window, not that of the gap.
        const first = opens.toMillis() + Math.ceil((start - opens.toMillis()) / length) * length;
        for (let at = first; at + length <= end; at += length) {
          if (at >= from && at + length <= until) found.push(at);
        }
      }
    }
  }
  return found;
}
