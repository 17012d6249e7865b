/** The zone somebody wrote next to a time: "18:00 UTC", "6pm EST", "18:00 (Europe/Berlin)", "18:00 GMT-4". */
import { type Instant, minute } from './clock.ts';
import { type Resolved, resolveWall, type WallTime } from './wall-time.ts';
import { type Abbreviation, abbreviations, modernName } from './zone-names.ts';
import { isZone, offsetAt, readOffset, readZone } from './zones.ts';

export type WrittenZone =
  | { kind: 'zone'; zone: string }
  /** Milliseconds east of UTC. */
  | { kind: 'offset'; offset: number }
  | { kind: 'abbreviation'; meanings: readonly Abbreviation[] };

export interface TakenZone {
  written: WrittenZone | null;
  rest: string;
}

/** Null when the text names a zone that does not exist or could be several. Works on text from `plainText`. */
export function takeZone(text: string): TakenZone | null {
  let rest = text;
  let written: WrittenZone | null = null;
  const take = (found: RegExpExecArray, zone: WrittenZone, keep = ' '): void => {
    // An offset, which is read last, is more exact than the name beside it: "01:30 GMT-4 (America/New_York)".
    written = zone;
    rest = rest.replace(found[0], keep);
  };
  const named = /\(?\b([a-z]+(?:\/[a-z][\w+-]*)+)\)?/.exec(rest);
  if (named?.[1] && isZone(named[1])) {
    const zone = new Intl.DateTimeFormat('en-US', { timeZone: named[1] }).resolvedOptions().timeZone;
    take(named, { kind: 'zone', zone: modernName(zone) });
  }
  const place = /(?<=^|[\dm] |noon |midnight )([a-z][a-z .'-]*) time(?:zone)?\b/.exec(rest);
  if (place?.[1]) {
    const own = /^(?:my|local)$/.test(place[1]);
    const read = own ? null : readZone(place[0]);
    if (read && !read.ok) return null;
    if (read?.ok) take(place, { kind: 'zone', zone: read.zone });
    else rest = rest.replace(place[0], ' ');
  }
  // A minus straight behind a time is mostly a span ("9:00-10:00"), so without "GMT" it needs the ISO form before it.
  const iso =
    /^(\d{4}-\d\d-\d\dt[\d:.]+) ?(z|[+-]\d\d:?\d\d)(?![\d:])/.exec(rest) ??
    /(:\d\d ?)(z|\+\d\d:?\d\d)(?![\d:])/.exec(rest);
  const offsetFound = /\b(?:utc|gmt) ?[+-] ?\d{1,2}(?::?\d\d)?(?!\d)/.exec(rest);
  if (iso?.[2]) {
    const offset = iso[2] === 'z' ? 0 : readOffset(iso[2]);
    if (offset === null) return null;
    take(iso, { kind: 'offset', offset }, iso[1]);
  } else if (offsetFound) {
    const offset = readOffset(offsetFound[0]);
    if (offset === null) return null;
    take(offsetFound, { kind: 'offset', offset });
  } else {
    const word = /(?<=[\dm] ?|noon |midnight |first |second )(?:\()?\b([a-z]{2,5})\b\)?/g;
    for (const found of rest.matchAll(word)) {
      const name = found[1] ?? '';
      const meanings = Object.hasOwn(abbreviations, name) ? abbreviations[name] : undefined;
      if (!meanings) continue;
      take(found, { kind: 'abbreviation', meanings });
      break;
    }
  }
  return {
    written,
    rest: rest
      .replace(/^(\d{4}-\d\d-\d\d)t(?=\d)/, '$1 ')
      .replace(/\s+/g, ' ')
      .trim(),
  };
}

function atOffset(wall: WallTime, offset: number): Instant {
  return Date.UTC(wall.year, wall.month - 1, wall.day, wall.hour, wall.minute) - offset;
}

/** When a wall time is by one clock; two answers where people disagree about what the clock shows. */
export type Clock = (wall: WallTime) => Resolved[];

/**
 * Where an abbreviation is right by the letter ("EST" in winter) it means that. In summer "EST" is sloppy for New York's
 * time for most people and exact for some: then it is both. For people of that zone it is what their own clocks show.
 */
function clockOf({ offset, zones }: Abbreviation, ownZone: string | null): Clock {
  const zone = ownZone ?? zones[0] ?? 'UTC';
  return (wall) => {
    const byZone = resolveWall(wall, zone);
    if (offset === null) return [byZone];
    const literal: Resolved = { kind: 'exact', at: atOffset(wall, offset * minute) };
    if (offsetAt(zone, literal.at) === offset * minute) return [literal];
    return ownZone ? [byZone] : [literal, byZone];
  };
}

/** The clocks that may be meant: the writer's own where no zone is written, several for letters like "IST". */
export function clocksOf(written: WrittenZone | null, ownZone: string): Clock[] {
  if (!written) return [(wall) => [resolveWall(wall, ownZone)]];
  if (written.kind === 'zone') return [(wall) => [resolveWall(wall, written.zone)]];
  if (written.kind === 'offset') return [(wall) => [{ kind: 'exact', at: atOffset(wall, written.offset) }]];
  const own = written.meanings.find((meaning) => meaning.zones.includes(modernName(ownZone)));
  return own ? [clockOf(own, ownZone)] : written.meanings.map((meaning) => clockOf(meaning, null));
}
