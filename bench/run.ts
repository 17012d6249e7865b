/** Runs the benches it is told (all of them, unless told), and prints one table: node bench/run.ts [--days DAYS] [NAME ...]. Exit code 0 when every goal is met. */
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { benches } from './benches.ts';
import { type Figure, type Report, verdict } from './harness/figure.ts';
import { inOwnProcess } from './harness/own-process.ts';
import { table } from './harness/table.ts';

const alone = fileURLToPath(new URL('./run-alone.ts', import.meta.url));

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

const { values, positionals: asked } = parseArgs({ options: { days: { type: 'string' } }, allowPositionals: true });
if (values.days !== undefined) process.env.GROWTH_DAYS = values.days;
const unknown = asked.filter((name) => !Object.hasOwn(benches, name));
if (unknown.length > 0) {
  say(`There is no bench ${unknown.join(', ')}. There are: ${Object.keys(benches).join(', ')}.`);
  process.exit(2);
}

const rows: { bench: string; figure: Figure }[] = [];
const remarks: string[] = [];
const broken: string[] = [];
for (const name of asked.length > 0 ? asked : Object.keys(benches)) {
  try {
    const report = await inOwnProcess<Report>(alone, [name]);
    rows.push(...report.figures.map((figure) => ({ bench: name, figure })));
    remarks.push(...report.remarks.map((remark) => `${name}: ${remark}`));
  } catch (error) {
    broken.push(name);
    remarks.push(`${name} broke off: ${error instanceof Error ? error.message : String(error)}`);
  }
}

const [cpu] = cpus();
say(`\n${table(rows)}\n`);
for (const remark of remarks) say(remark);
say(`Node ${process.versions.node}, SQLite ${process.versions.sqlite}, ${cpus().length} x ${cpu?.model.trim()}.`);
const missed = rows.filter(({ figure }) => verdict(figure) === 'missed').length;
say(broken.length + missed === 0 ? 'All goals are met.' : `${missed} missed, ${broken.length} broken off.`);
process.exitCode = broken.length + missed === 0 ? 0 : 1;
