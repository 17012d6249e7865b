/** Finds zones by the words people use for places. Built on first use from ICU's data, which takes some 200 ms, once. */
import { abbreviations, commonZones, countryWords, modernName, placesByZone, sharedLocales } from './zone-names.ts';

/** How sure a hit is, surest first; `part` is good for suggestions only. */
const tiers = ['city', 'country', 'abbreviation', 'start', 'part'] as const;
type Tier = (typeof tiers)[number];

export interface ZoneHit {
  zone: string;
  tier: Tier;
}

/** In ICU's lists of their countries, but not the clocks that whoever says "China" or "Ukraine" means. */
const unofficial: ReadonlySet<string> = new Set(['Asia/Urumqi', 'Europe/Simferopol']);

interface Entry {
  words: string;
  tier: 'city' | 'country';
  zone: string;
}

interface ZoneIndex {
  zones: readonly string[];
  entries: readonly Entry[];
}

function plain(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}|['’.]|\(.*\)/gu, '')
    .toLowerCase()
    .replaceAll('&', ' and ')
    .replace(/[^\p{L}\p{N}+]+/gu, ' ')
    .trim();
}

const rank: ReadonlyMap<string, number> = new Map(commonZones.map((zone, index) => [zone, index]));

function byRank(a: string, b: string): number {
  const difference = (rank.get(a) ?? commonZones.length) - (rank.get(b) ?? commonZones.length);
  return difference || (a < b ? -1 : 1);
}

/** Well-known zones first. Empty for codes that are no country, and where ICU does not know. */
function countryZones(country: string): string[] {
  // In ES2025's Intl, which Node has; the compiler's `lib` is one year behind.
  const locale = new Intl.Locale('und', { region: country }) as Intl.Locale & { getTimeZones?(): string[] | undefined };
  const zones = (locale.getTimeZones?.() ?? []).map(modernName).filter((zone) => !unofficial.has(zone));
  return zones.sort(byRank);
}

function* countryEntries(): Generator<Entry> {
  const names = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' });
  const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
  const seen = new Set<string>();
  for (const code of letters.flatMap((first) => letters.map((last) => first + last))) {
    const name = names.of(code);
    // ICU still knows codes of former countries (DD, SU) under the names of today's.
    if (name === undefined || seen.has(name)) continue;
    seen.add(name);
    for (const zone of countryZones(code)) yield { words: plain(name), tier: 'country', zone };
  }
  for (const [word, code] of Object.entries(countryWords)) {
    for (const zone of countryZones(code)) yield { words: plain(word), tier: 'country', zone };
  }
}

function buildIndex(): ZoneIndex {
  const zones = [...new Set([...commonZones, ...Intl.supportedValuesOf('timeZone').map(modernName)])];
  const entries: Entry[] = zones.map((zone) => ({ words: plain(zone.split('/').at(-1) ?? ''), tier: 'city', zone }));
  for (const [zone, places] of Object.entries(placesByZone)) {
    for (const place of places.split(',')) entries.push({ words: place, tier: 'city', zone });
  }
  entries.push(...countryEntries());
  return { zones, entries };
}

let index: ZoneIndex | null = null;

function readIndex(): ZoneIndex {
  index ??= buildIndex();
  return index;
}

export function allZones(): readonly string[] {
  return readIndex().zones;
}

function tierOf(entry: Entry, wanted: string): Tier | null {
  if (entry.words === wanted) return entry.tier;
  // Two letters begin too many names to be sure of one.
  if (entry.words.startsWith(wanted)) return wanted.length > 2 ? 'start' : 'part';
  if (entry.words.includes(` ${wanted}`)) return 'part';
  return wanted.length > 2 && plain(entry.zone).includes(wanted) ? 'part' : null;
}

/** Every zone that the words may mean, each once, the surest first and well-known ones before others. */
export function searchZones(text: string): ZoneHit[] {
  const wanted = plain(text).replace(/ (?:time|timezone|time zone)$/, '');
  const found = new Map<string, Tier>();
  if (wanted === '') return [];
  const note = (zone: string, tier: Tier): void => {
    const known = found.get(zone);
    if (known === undefined || tiers.indexOf(tier) < tiers.indexOf(known)) found.set(zone, tier);
  };
  const whole = `${wanted} time`;
  for (const entry of readIndex().entries) {
    const tier = entry.words === whole ? entry.tier : tierOf(entry, wanted);
    if (tier) note(entry.zone, tier);
  }
  const meanings = Object.hasOwn(abbreviations, wanted) && wanted.length > 1 ? abbreviations[wanted] : undefined;
  for (const zone of meanings?.flatMap((meaning) => meaning.zones) ?? []) note(zone, 'abbreviation');
  const hits = [...found].map(([zone, tier]) => ({ zone, tier }));
  return hits.sort((a, b) => tiers.indexOf(a.tier) - tiers.indexOf(b.tier) || byRank(a.zone, b.zone));
}

/** The well-known zones of the countries a locale such as "de", "pt-BR" or "es-419" speaks of; all of them if none is well known. */
export function likelyZones(locale: string): string[] {
  let countries: readonly string[] = [];
  try {
    countries = sharedLocales[locale] ?? [new Intl.Locale(locale).maximize().region ?? ''];
  } catch {
    // Not a locale: it came from outside, and nothing follows from it.
  }
  return countries
    .filter((country) => /^[A-Z]{2}$/.test(country))
    .flatMap((country) => {
      const zones = countryZones(country);
      const wellKnown = zones.filter((zone) => rank.has(zone));
      // Of several countries, one zone each: the language says no more.
      return (wellKnown.length > 0 ? wellKnown : zones).slice(0, countries.length > 1 ? 1 : zones.length);
    });
}
