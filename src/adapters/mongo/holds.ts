/**
 * A slot as a set of small time cells per person: `maya|2026-12-03T17:00Z`. No two documents may have a cell in common (a unique index), and that
 * is what takes a slot once.
 */
import type { Interval } from '#core/availability/interval.ts';
import type { PersonId } from '#core/ids.ts';
import { limits, type Side } from '#core/meetings/meeting.ts';
import { minute } from '#core/time/clock.ts';

/** Every id that stands for the person on each side, because a meeting may be held under any of them. */
export type Holders = Record<Side, readonly PersonId[]>;

const cell = limits.grid * minute;

/** The names of the cells that share time with the interval. */
export function cellsOf({ start, end }: Interval): string[] {
  const names: string[] = [];
  for (let at = Math.floor(start / cell) * cell; at < end; at += cell) {
    names.push(`${new Date(at).toISOString().slice(0, 16)}Z`);
  }
  return names;
}

export function holdsOf(ids: readonly PersonId[], interval: Interval): string[] {
  const cells = cellsOf(interval);
  return ids.flatMap((id) => cells.map((name) => `${id}|${name}`));
}

export function holdsOfBoth({ mentor, learner }: Holders, interval: Interval): string[] {
  return [...new Set([...holdsOf(mentor, interval), ...holdsOf(learner, interval)])];
}

/** The same cells under all ids that the two people have now, and under no other. */
export function rekeyed(holds: readonly string[], { mentor, learner }: Holders): string[] {
  const next = new Set<string>();
  for (const hold of holds) {
    const { id, name } = split(hold);
    for (const ids of [mentor, learner]) if (ids.includes(id)) for (const each of ids) next.add(`${each}|${name}`);
  }
  return [...next];
}

/** Only the cells of the interval. */
export function within(holds: readonly string[], interval: Interval): string[] {
  const cells = new Set(cellsOf(interval));
  return holds.filter((hold) => cells.has(split(hold).name));
}

export function covers(holds: readonly string[], wanted: readonly string[]): boolean {
  const held = new Set(holds);
  return wanted.every((hold) => held.has(hold));
}

function split(hold: string): { id: PersonId; name: string } {
  const at = hold.lastIndexOf('|');
  return { id: hold.slice(0, at) as PersonId, name: hold.slice(at + 1) };
}
