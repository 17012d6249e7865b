import { NumbersTable } from './numbers-table.tsx';

const most = 12;

/** One bar a row, with its name and value in words. */
export function BarRows({
  unit,
  rows,
}: {
  unit: string;
  rows: readonly { id: string; name: string; value: number; words: string }[];
}) {
  if (rows.length === 0) return <p className="hint">Nothing to show yet.</p>;
  const longest = Math.max(1, ...rows.map(({ value }) => value));
  return (
    <figure className="plot">
      <div className="bars" aria-hidden="true">
        {rows.slice(0, most).map(({ id, name, value, words }) => (
          <div className="bar-row" key={id}>
            <span className="bar-name">{name}</span>
            <svg className="bar-track" height={14} viewBox="0 0 100 14" preserveAspectRatio="none" aria-hidden="true">
              <rect className="plot-lane" width={100} height={14} />
              <rect className="plot-bar" width={(value / longest) * 100} height={14} />
            </svg>
            <span className="bar-words">{words}</span>
          </div>
        ))}
        {rows.length > most && <p className="hint">and {rows.length - most} more</p>}
      </div>
      <NumbersTable head={['Mentor', unit]} rows={rows.map(({ name, words }) => [name, words])} />
    </figure>
  );
}
