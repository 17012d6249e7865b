/** Answers with how late BullMQ runs delayed jobs, and what that costs: node lateness-by-bullmq.ts SOCKET PID-OF-REDIS COUNT MILLISECONDS */
import { Queue, Worker } from 'bullmq';
import { answer } from '../harness/own-process.ts';
import { processorTime } from '../harness/processor-time.ts';

const [path = '', ...numbers] = process.argv.slice(2);
const [redis = 0, count = 0, over = 0] = numbers.map(Number);
const connection = { path, maxRetriesPerRequest: null };
const name = `lateness-${process.pid}`;
const queue = new Queue(name, { connection });
const late: number[] = [];
const worker = new Worker(
  name,
  async ({ data }) => {
    late.push(Date.now() - (data as { dueAt: number }).dueAt);
  },
  { connection, concurrency: 10 },
);
await worker.waitUntilReady();
let left = count;
const done = new Promise<void>((resolve) => {
  worker.on('completed', () => {
    left -= 1;
    if (left === 0) resolve();
  });
});
const beginsAt = Date.now() + 3_000;
const jobs = Array.from({ length: count }, (_, index) => {
  const dueAt = beginsAt + Math.round((index * over) / count);
  return { name: 'notice', data: { dueAt }, opts: { delay: dueAt - Date.now() } };
});
await queue.addBulk(jobs);
await new Promise((resolve) => setTimeout(resolve, beginsAt - 100 - Date.now()));
const [usageBefore, redisBefore] = [process.cpuUsage(), processorTime(redis)];
await done;
const usage = process.cpuUsage(usageBefore);
const cpuSeconds = (usage.user + usage.system) / 1e6 + processorTime(redis) - redisBefore;
await worker.close();
await queue.close();
await answer({ late, cpuSeconds });
