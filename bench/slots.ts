/** Free slots of one mentor, against luxon and against the least that has to be done. */
import { findSlots, type SlotSearch } from '../src/core/availability/find-slots.ts';
import { type Interval, mergeIntervals } from '../src/core/availability/interval.ts';
import { aMentorProfile } from '../tests/builders.ts';
import { atLeast, atMost, type Report } from './harness/figure.ts';
import { takeTurns } from './harness/rounds.ts';
import { createRandom } from './harness/seeded-random.ts';
import { median, medianRatio } from './harness/statistics.ts';
import { milliseconds } from './harness/words.ts';
import { slotsByBareSweep } from './peers/slots-by-bare-sweep.ts';
import { slotsByLuxon } from './peers/slots-by-luxon.ts';

export const name = 'slots';
export const what = 'free slots of a mentor: 30 days over a clock change, 200 busy intervals, warm';

const [minute, day] = [60_000, 86_400_000];
function createSearch(): SlotSearch {
  const { hours, exceptions, hoursZone, duration } = aMentorProfile();
  // Berlin's clocks go back on 25 October.
  const from = Date.UTC(2026, 9, 10, 6);
  const busy: Interval[] = [];
  for (const random = createRandom(7); busy.length < 200; ) {
    // On the grid of five minutes, up to an hour long, at any time of any day; apart, so that all 200 of them count.
    const start = from + Math.floor(random() * 30 * 288) * 5 * minute;
    const end = start + (3 + Math.floor(random() * 10)) * 5 * minute;
    if (busy.every((other) => end < other.start || other.end < start)) busy.push({ start, end });
  }
  return {
    ...{ hours, exceptions, zone: hoursZone, duration, from, until: from + 30 * day },
    busy: mergeIntervals(busy),
    limit: Number.POSITIVE_INFINITY,
  };
}

/** Milliseconds a search takes, warm. */
function timeOf(find: () => number[], times: number): number {
  const startedAt = performance.now();
  let found = 0;
  for (let index = 0; index < times; index += 1) found += find().length;
  if (found === 0) throw new Error('No slot is free.');
  return (performance.now() - startedAt) / times;
}

export async function run(): Promise<Report> {
  const search = createSearch();
  const ways = {
    ours: () => findSlots(search),
    luxon: () => slotsByLuxon(search),
    bare: () => slotsByBareSweep(search),
  };
  const expected = JSON.stringify(ways.ours());
  for (const [way, find] of Object.entries(ways))
    if (JSON.stringify(find()) !== expected) throw new Error(`${way} finds other slots.`);
  const { ours, luxon, bare } = await takeTurns(
    {
      ours: async () => timeOf(ways.ours, 2_000),
      luxon: async () => timeOf(ways.luxon, 20),
      bare: async () => timeOf(ways.bare, 2_000),
    },
    { rounds: 15, warmUps: 2 },
  );
  const written = milliseconds(median(ours));
  return {
    figures: [
      {
        what: 'times faster than luxon',
        ours: written,
        peer: `${milliseconds(median(luxon))} (Interval.difference)`,
        ratio: medianRatio(luxon, ours),
        goal: atLeast(100),
      },
      {
        what: 'time against a bare sweep',
        ours: written,
        peer: `${milliseconds(median(bare))} (bare sweep)`,
        ratio: medianRatio(ours, bare),
        goal: atMost(1.5),
      },
    ],
    remarks: [`all three find the same ${ways.ours().length} slots.`],
  };
}
