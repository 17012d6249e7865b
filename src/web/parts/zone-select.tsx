import { placeOf, timeText } from '#web/time/format.ts';
import { browserZone } from '#web/time/locale.ts';
import { useNow } from '#web/time/use-now.ts';
import type { Described } from './field.tsx';

const known = Intl.supportedValuesOf('timeZone');

function byRegion(also: string): [string, string[]][] {
  const regions = new Map<string, string[]>();
  for (const zone of new Set([...known, 'UTC', browserZone, also].filter(Boolean))) {
    const region = zone.includes('/') ? zone.slice(0, zone.indexOf('/')) : 'Other';
    regions.set(region, [...(regions.get(region) ?? []), zone]);
  }
  return [...regions]
    .map(([region, zones]): [string, string[]] => [region, zones.sort()])
    .sort(([a], [b]) => (a === 'Other' ? 1 : b === 'Other' ? -1 : a < b ? -1 : 1));
}

function nameIn(region: string, zone: string): string {
  return (region === 'Other' ? zone : zone.slice(region.length + 1)).replaceAll('_', ' ').replaceAll('/', ', ');
}

/** All time zones by region; typing the first letters of a city finds it. */
export function ZoneSelect({
  described,
  value,
  onChange,
}: {
  described: Described;
  value: string;
  onChange: (zone: string) => void;
}) {
  const now = useNow(60_000);
  return (
    <>
      <select {...described} value={value} onChange={(event) => onChange(event.target.value)}>
        {value === '' && <option value="">Choose</option>}
        {byRegion(value).map(([region, zones]) => (
          <optgroup key={region} label={region}>
            {zones.map((zone) => (
              <option key={zone} value={zone}>
                {nameIn(region, zone)}
              </option>
            ))}
          </optgroup>
        ))}
      </select>
      {value !== '' && (
        <p className="hint">
          It is {timeText(now, value)} in {placeOf(value)} now.
        </p>
      )}
    </>
  );
}
