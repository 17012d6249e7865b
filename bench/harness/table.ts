import { type Figure, verdict } from './figure.ts';

const headings = ['bench', 'what', 'ours', 'peer or limit', 'ratio', 'goal', ''] as const;

/** As Markdown, with its columns aligned, so that it reads well in a terminal and in a README. */
export function table(rows: readonly { bench: string; figure: Figure }[]): string {
  const cells = rows.map(({ bench, figure }) => [
    bench,
    figure.what,
    figure.ours,
    figure.peer,
    figure.ratio === null ? '-' : written(figure.ratio),
    figure.goal ? `${figure.goal.bound} ${figure.goal.limit}${figure.goal.unit}` : '-',
    verdict(figure) ?? '-',
  ]);
  const widths = headings.map((heading, column) =>
    Math.max(3, heading.length, ...cells.map((row) => row[column]?.length ?? 0)),
  );
  const line = (row: readonly string[]) =>
    `| ${widths.map((width, column) => (row[column] ?? '').padEnd(width)).join(' | ')} |`;
  return [line(headings), line(widths.map((width) => '-'.repeat(width))), ...cells.map(line)].join('\n');
}

function written(ratio: number): string {
  if (!Number.isFinite(ratio)) return '-';
  return ratio >= 100 ? ratio.toFixed(0) : ratio >= 10 ? ratio.toFixed(1) : ratio.toFixed(2);
}
