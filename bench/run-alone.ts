/** One bench in a process of its own: what run.ts starts for each name. */
import { benches } from './benches.ts';
import { answer } from './harness/own-process.ts';
import { whatDisturbed } from './harness/rounds.ts';

// Whoever is told to end still tidies up: processes that were started, folders on the disk.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));
const [name = ''] = process.argv.slice(2);
const load = benches[name];
if (!load) throw new Error(`There is no bench "${name}".`);
const bench = await load();
process.stdout.write(`> ${name}: ${bench.what}\n`);
const { figures, remarks } = await bench.run();
await answer({ figures, remarks: [...remarks, ...whatDisturbed()] });
