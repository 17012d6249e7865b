/** What a bench hands to the table. */

/** One line of the table. */
export interface Figure {
  what: string;
  ours: string;
  /** What ours is held against: another program on the same work, or a limit. */
  peer: string;
  /** Ours over the peer's; null where a limit is all there is. */
  ratio: number | null;
  /** Null where something is only shown. */
  goal: Goal | null;
  /** The number that the goal is about. Absent: the ratio. NaN: it could not be measured, which meets no goal. */
  measured?: number;
}

export interface Goal {
  bound: 'at least' | 'at most';
  limit: number;
  unit: string;
}

export interface Report {
  figures: Figure[];
  /** Lines under the table: what was skipped, what one should know to read it. */
  remarks: string[];
}

/** What the file of a bench exports. */
export interface Bench {
  /** How it is asked for: `npm run bench -- NAME`. */
  name: string;
  /** One line for the heading. */
  what: string;
  run(): Promise<Report>;
}

export function atLeast(limit: number, unit = ' x'): Goal {
  return { bound: 'at least', limit, unit };
}

export function atMost(limit: number, unit = ' x'): Goal {
  return { bound: 'at most', limit, unit };
}

/** Null where there is no goal. */
export function verdict({ goal, ratio, measured = ratio ?? Number.NaN }: Figure): 'met' | 'missed' | null {
  if (!goal) return null;
  const met = goal.bound === 'at least' ? measured >= goal.limit : measured <= goal.limit;
  return met ? 'met' : 'missed';
}
