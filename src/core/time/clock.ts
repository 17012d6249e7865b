/** A moment: milliseconds since 1970-01-01T00:00Z. Fields that hold one end in `At`. */
export type Instant = number;

/** Where `now` comes from. Use cases never read it; whoever calls them passes `now` in. */
export interface Clock {
  now(): Instant;
}

export const second = 1_000;
export const minute = 60_000;
export const hour = 3_600_000;
export const day = 86_400_000;
