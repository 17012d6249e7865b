/** What clocks on walls show, and back. Wall times are milliseconds as if they were UTC; instants are milliseconds since 1970. */

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(zone: string): Intl.DateTimeFormat {
  let format = formats.get(zone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
    formats.set(zone, format);
  }
  return format;
}

/** What the clock on a wall in the zone shows at the instant. */
export function wallOf(instant: number, zone: string): number {
  const parts = new Map(
    formatOf(zone)
      .formatToParts(instant)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const part = (type: Intl.DateTimeFormatPartTypes): number => parts.get(type) ?? 0;
  return Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'));
}

const day = 86_400_000;

/** Offsets of the zone around a wall time, in milliseconds east of UTC: before and after a clock change that is near. */
function offsetsAround(wall: number, zone: string): number[] {
  return [...new Set([wall - day, wall + day].map((instant) => wallOf(instant, zone) - instant))];
}

/** When clocks in the zone show this: once, twice (the clocks go back), or never (they go forward over it). Earliest first. */
export function instantsOf(wall: number, zone: string): number[] {
  return offsetsAround(wall, zone)
    .map((offset) => wall - offset)
    .filter((instant) => wallOf(instant, zone) === wall)
    .sort((a, b) => a - b);
}

/** The first instant at which the zone's clocks show this or, where they skip it, more. */
export function firstInstantOf(wall: number, zone: string): number {
  const [first] = instantsOf(wall, zone);
  if (first !== undefined) return first;
  return wall - Math.min(...offsetsAround(wall, zone));
}

/** "2026-12-03T18:00", as date and time fields give it; null for what is not one. */
export function parseWall(text: string): number | null {
  const match = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)$/.exec(text);
  if (!match) return null;
  const wall = Date.parse(`${text}:00Z`);
  return Number.isNaN(wall) ? null : wall;
}

export function formatWall(wall: number): string {
  return new Date(wall).toISOString().slice(0, 16);
}
