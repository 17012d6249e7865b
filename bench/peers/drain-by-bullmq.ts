/** Answers with the rate at which BullMQ gets so many jobs done that are there already: node drain-by-bullmq.ts SOCKET COUNT */
import { Queue, Worker } from 'bullmq';
import { answer } from '../harness/own-process.ts';

const [path = '', count = '0'] = process.argv.slice(2);
const connection = { path, maxRetriesPerRequest: null };
const name = `drain-${process.pid}`;
const queue = new Queue(name, { connection });
const ids = Array.from({ length: Number(count) }, (_, index) => index);
await queue.addBulk(ids.map((id) => ({ name: 'notice', data: { meeting: `meeting-${id}`, to: `mentor-${id % 20}` } })));

const worker = new Worker(name, async () => {}, { connection, concurrency: 10, autorun: false });
await worker.waitUntilReady();
let left = ids.length;
const done = new Promise<void>((resolve) => {
  worker.on('completed', () => {
    left -= 1;
    if (left === 0) resolve();
  });
});
const startedAt = performance.now();
worker.run().catch(() => {});
await done;
const rate = ids.length / ((performance.now() - startedAt) / 1_000);
await worker.close();
await queue.close();
await answer({ rate });
