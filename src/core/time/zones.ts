import type { Interval } from '#core/availability/interval.ts';
import { day, hour, type Instant, minute, second } from './clock.ts';
import { allZones, likelyZones, searchZones } from './zone-index.ts';
import { commonZones, modernName, placesWithoutSlash, worldSpread } from './zone-names.ts';

/**
 * Whether `name` is an IANA zone that stands for a place, or UTC; in any capitals, older aliases included. Offsets
 * ("+02:00", "Etc/GMT+5") and the abbreviations IANA keeps for old systems ("EST5EDT") are refused: they have no place's rules.
 */
export function isZone(name: string): boolean {
  if (!placesWithoutSlash.has(name.toLowerCase()) && !/^(?!systemv|etc\/gmt)[a-z_]+\/[\w+/-]+$/i.test(name))
    return false;
  try {
    new Intl.DateTimeFormat('en-US', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/** A stretch of time in which a zone's clocks stand a constant `offset` (milliseconds) east of UTC. */
export interface OffsetSegment {
  start: Instant;
  end: Instant;
  offset: number;
}

/** The cache is filled in blocks of this length, so that warming up for one search costs about half a millisecond. */
const blockLength = 400 * day;
/** Shorter than any stretch between two changes: Morocco's Ramadan month and Egypt's of 2010 last about four weeks. */
const probe = 7 * day;
/** Zone names come from people in any mix of capitals; far more names than there are zones, but not without end. */
const maxZones = 2_000;

const blocksByZone = new Map<string, Map<number, OffsetSegment[]>>();

/** Reads offsets from ICU; 2 µs a reading, against 100 µs and more for making the format. Throws RangeError for no zone. */
function createProbe(zone: string): (at: Instant) => number {
  const format = new Intl.DateTimeFormat('en-US', { timeZone: zone, hour: 'numeric', timeZoneName: 'longOffset' });
  return (at) => {
    // "2 PM GMT+05:30"; plain "GMT" for none, and seconds for local mean times of the nineteenth century.
    const found = /GMT(?:([+-])(\d\d):(\d\d)(?::(\d\d))?)?$/.exec(format.format(at));
    if (!found) throw new Error(`ICU gave no offset for ${zone}`);
    const [, sign, hours = '0', minutes = '0', seconds = '0'] = found;
    const size = (Number(hours) * 60 + Number(minutes)) * minute + Number(seconds) * second;
    return sign === '-' ? -size : size;
  };
}

function readBlock(zone: string, index: number): OffsetSegment[] {
  const read = createProbe(zone);
  const end = (index + 1) * blockLength;
  let start = index * blockLength;
  let offset = read(start);
  const segments: OffsetSegment[] = [];
  for (let low = start; low < end; low += probe) {
    const high = Math.min(low + probe, end);
    const after = read(high);
    if (after === offset) continue;
    let before = low;
    let change = high;
    while (change - before > second) {
      const middle = Math.floor((before + change) / 2 / second) * second;
      if (read(middle) === offset) before = middle;
      else change = middle;
    }
    segments.push({ start, end: change, offset });
    start = change;
    offset = after;
  }
  if (start < end) segments.push({ start, end, offset });
  return segments;
}

function blockOf(zone: string, index: number): OffsetSegment[] {
  let blocks = blocksByZone.get(zone);
  if (!blocks) {
    if (blocksByZone.size >= maxZones) blocksByZone.clear();
    blocks = new Map();
    blocksByZone.set(zone, blocks);
  }
  let block = blocks.get(index);
  if (!block) {
    block = readBlock(zone, index);
    blocks.set(index, block);
  }
  return block;
}

/**
 * Milliseconds that the zone's clocks are ahead of UTC at an instant. Cached per zone.
 *
 * @throws RangeError when `zone` is no time zone that ICU knows.
 */
export function offsetAt(zone: string, at: Instant): number {
  for (const segment of blockOf(zone, Math.floor(at / blockLength))) {
    if (at < segment.end) return segment.offset;
  }
  throw new Error('An offset block has a hole');
}

/**
 * The window, cut wherever the zone's clocks are changed; in order, without holes, neighbours differing in offset.
 *
 * @throws RangeError when `zone` is no time zone that ICU knows.
 */
export function offsetSegments(zone: string, window: Interval): OffsetSegment[] {
  const segments: OffsetSegment[] = [];
  if (window.start >= window.end) return segments;
  const lastBlock = Math.floor((window.end - 1) / blockLength);
  for (let index = Math.floor(window.start / blockLength); index <= lastBlock; index += 1) {
    for (const piece of blockOf(zone, index)) {
      if (piece.end <= window.start || piece.start >= window.end) continue;
      const start = Math.max(piece.start, window.start);
      const end = Math.min(piece.end, window.end);
      const last = segments.at(-1);
      if (last && last.offset === piece.offset) last.end = end;
      else segments.push({ start, end, offset: piece.offset });
    }
  }
  return segments;
}

/** A zone to choose; the label has at most 75 characters, Slack's limit for an option (Discord's is 100). */
export interface ZoneChoice {
  zone: string;
  label: string;
}

function choice(zone: string, now: Instant): ZoneChoice {
  const time = new Date(now + offsetAt(zone, now)).toISOString().slice(11, 16);
  return { zone, label: `${zone} (now ${time})` };
}

/** "UTC+2", "gmt -3:30", "+5": milliseconds east of UTC; null for anything else. */
export function readOffset(text: string): number | null {
  const found = /^(?:utc|gmt)?\s*([+\u2212-])\s*(\d{1,2})(?::?([0-5]\d))?$/i.exec(text.trim());
  if (!found) return null;
  const size = Number(found[2]) * hour + Number(found[3] ?? 0) * minute;
  if (size > 14 * hour) return null;
  return found[1] === '+' ? size : -size;
}

/** The well-known zones with an offset at a moment, or, where none is well known, any. */
function zonesWithOffset(offset: number, at: Instant): string[] {
  const wellKnown = commonZones.filter((zone) => offsetAt(zone, at) === offset);
  return wellKnown.length > 0 ? wellKnown : allZones().filter((zone) => offsetAt(zone, at) === offset);
}

/** The zone with this IANA name, in today's spelling; null when it is none. */
function zoneNamed(text: string): string | null {
  const name = text.trim().replace(/\s+/g, '_');
  if (!name.includes('/') || !isZone(name)) return null;
  return modernName(new Intl.DateTimeFormat('en-US', { timeZone: name }).resolvedOptions().timeZone);
}

/**
 * Zones for what somebody has typed so far: a city, a country, a zone's name, an abbreviation ("IST": several) or an
 * offset ("UTC+2": those that have it now). The best hits first; nothing typed gives a spread of well-known zones.
 */
export function findZones(query: string, now: Instant, limit: number): ZoneChoice[] {
  const named = zoneNamed(query);
  const offset = readOffset(query);
  let zones: readonly string[];
  if (query.trim() === '') zones = worldSpread;
  else if (offset !== null) zones = zonesWithOffset(offset, now);
  else zones = [...(named ? [named] : []), ...searchZones(query).map((hit) => hit.zone)];
  return [...new Set(zones)].slice(0, limit).map((zone) => choice(zone, now));
}

/** Zones count as one when their clocks agree in these years; the years only need to be recent, not current. */
const sampleYears = { start: Date.UTC(2026, 0), end: Date.UTC(2028, 0) };

function rulesOf(zone: string): string {
  return offsetSegments(zone, sampleYears)
    .map((segment) => `${segment.start}:${segment.offset}`)
    .join();
}

const maxCandidates = 10;

/**
 * The zone somebody means by "berlin", "Europe/Berlin", "New York, USA" or "india"; candidates (perhaps none, at most 10)
 * when it could be several with different clocks.
 */
export function readZone(text: string): { ok: true; zone: string } | { ok: false; candidates: string[] } {
  const words = text.trim().replace(/^\((.*)\)$/, '$1');
  const named = zoneNamed(words);
  if (named) return { ok: true, zone: named };
  const offset = readOffset(words);
  if (offset !== null) {
    return { ok: false, candidates: zonesWithOffset(offset, sampleYears.start).slice(0, maxCandidates) };
  }
  let hits = searchZones(words);
  if (hits.length === 0) hits = searchZones(words.split(',')[0] ?? '');
  const [best] = hits;
  if (!best) return { ok: false, candidates: [] };
  const equal = hits.filter((hit) => hit.tier === best.tier);
  const oneClock = equal.every((hit) => rulesOf(hit.zone) === rulesOf(best.zone));
  // "CET" is one clock in many places: picking one would put a wrong city beside people's times. So does a common start.
  const sure = best.tier === 'city' || best.tier === 'country' || (best.tier !== 'part' && equal.length === 1);
  if (sure && oneClock) return { ok: true, zone: best.zone };
  return { ok: false, candidates: hits.slice(0, maxCandidates).map((hit) => hit.zone) };
}

/** A country with eleven zones must not push the rest of the world out of the list. */
const maxLocal = 8;

/**
 * Zones to offer before anything is typed: those of the locale's countries first ("de", "pt-BR", "es-419"; null when
 * unknown), then the rest of the world from west to east, each offset before a second zone with the same one.
 */
export function suggestZones(locale: string | null, now: Instant, limit: number): ZoneChoice[] {
  const local = (locale === null ? [] : likelyZones(locale)).slice(0, Math.min(maxLocal, limit));
  const chosen = [...local];
  const offsets = new Set(local.map((zone) => offsetAt(zone, now)));
  for (const zone of worldSpread) {
    if (chosen.length >= limit) break;
    const offset = offsetAt(zone, now);
    if (offsets.has(offset)) continue;
    offsets.add(offset);
    chosen.push(zone);
  }
  for (const zone of commonZones) {
    if (chosen.length < limit && !chosen.includes(zone)) chosen.push(zone);
  }
  const world = chosen.slice(local.length).sort((a, b) => offsetAt(a, now) - offsetAt(b, now));
  return [...local, ...world].map((zone) => choice(zone, now));
}
