import type { ProgramOverviewJson } from '#api/schemas.ts';
import { useZone } from '#web/shell/who.tsx';
import { dayOf } from '#web/time/days.ts';
import { shortDay } from '#web/time/format.ts';
import { NumbersTable } from './numbers-table.tsx';
import { useWidth } from './use-width.ts';

const height = 180;
const axis = 26;

/** Requests and held sessions of each week, as pairs of bars. Drawn as wide as the page is, so that the letters keep their size. */
export function WeekPlot({ weeks }: { weeks: ProgramOverviewJson['weeks'] }) {
  const zone = useZone();
  const [box, width] = useWidth<HTMLElement>();
  const most = Math.max(4, ...weeks.map(({ requested, held }) => Math.max(requested, held)));
  const y = (value: number): number => 8 + (height - axis - 8) * (1 - value / most);
  const each = (width - axis) / Math.max(1, weeks.length);
  const bar = Math.min(16, each * 0.36);
  const every = Math.ceil(56 / each);
  const names = weeks.map(({ start }) => shortDay(dayOf(Date.parse(start), zone)));

  return (
    <figure className="plot" ref={box}>
      <figcaption className="legend">
        <span className="key key-one">Asked for</span> <span className="key key-two">Held</span>
      </figcaption>
      <svg width={width} height={height} viewBox={`0 0 ${width} ${height}`} aria-hidden="true">
        {[0, Math.round(most / 2), most].map((value) => (
          <g key={value}>
            <line className="plot-line" x1={axis} x2={width} y1={y(value)} y2={y(value)} />
            <text className="plot-text" x={axis - 6} y={y(value) + 4} textAnchor="end">
              {value}
            </text>
          </g>
        ))}
        {weeks.map(({ start, requested, held }, index) => {
          const middle = axis + each * (index + 0.5);
          return (
            <g key={start}>
              <rect
                className="plot-bar"
                x={middle - bar - 1}
                y={y(requested)}
                width={bar}
                height={y(0) - y(requested)}
                rx={2}
              />
              <rect className="plot-bar-two" x={middle + 1} y={y(held)} width={bar} height={y(0) - y(held)} rx={2} />
              {index % every === 0 && (
                <text className="plot-text" x={Math.min(middle, width - 22)} y={height - 6} textAnchor="middle">
                  {names[index]}
                </text>
              )}
            </g>
          );
        })}
      </svg>
      <NumbersTable
        head={['Week from', 'Asked for', 'Held']}
        rows={weeks.map(({ requested, held }, index) => [names[index] ?? '', String(requested), String(held)])}
      />
    </figure>
  );
}
