import { timeOfDay } from '#web/time/clock-time.ts';
import { weekdayName } from '#web/time/format.ts';
import { firstWeekday } from '#web/time/locale.ts';
import type { Window } from '#web/time/windows.ts';
import { useWidth } from './use-width.ts';

const weekdays = Array.from({ length: 7 }, (_, index) => (firstWeekday + index) % 7);
const left = 40;
const rowHeight = 22;
const top = 20;
const height = top + 7 * rowHeight;

/** The week at a glance. The fields say the same in words, so screen readers skip it. */
export function HoursPicture({ windows }: { windows: readonly Window[] }) {
  const [box, width] = useWidth<HTMLDivElement>();
  const x = (minutes: number): number => left + (minutes / 1_440) * (width - left - 4);
  return (
    <div ref={box}>
      <svg
        className="hours-picture"
        width={width}
        height={height}
        viewBox={`0 0 ${width} ${height}`}
        aria-hidden="true"
      >
        {[0, 6, 12, 18, 24].map((hour) => (
          <g key={hour}>
            <line className="plot-line" x1={x(hour * 60)} x2={x(hour * 60)} y1={top - 4} y2={top + 7 * rowHeight} />
            {hour < 24 && (
              <text className="plot-text" x={x(hour * 60) + 3} y={12}>
                {timeOfDay(hour * 60)}
              </text>
            )}
          </g>
        ))}
        {weekdays.map((weekday, row) => (
          <g key={weekday}>
            <text className="plot-text" x={0} y={top + row * rowHeight + 15}>
              {weekdayName(weekday, 'short')}
            </text>
            <rect
              className="plot-lane"
              x={left}
              y={top + row * rowHeight + 3}
              width={width - left - 4}
              height={rowHeight - 6}
              rx={4}
            />
            {windows
              .filter((window) => window.weekday === weekday)
              .map(({ from, to }) => (
                <rect
                  key={from}
                  className="plot-bar"
                  x={x(from)}
                  y={top + row * rowHeight + 3}
                  width={Math.max(0, x(to) - x(from))}
                  height={rowHeight - 6}
                  rx={4}
                />
              ))}
          </g>
        ))}
      </svg>
    </div>
  );
}
