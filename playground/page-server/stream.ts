import type { ServerResponse } from 'node:http';
import type { Snapshot } from '../page/contract.ts';

/** Snapshots as server-sent events, to everybody who looks on. */
export interface Streams {
  add(response: ServerResponse, snapshot: () => Snapshot): void;
  /** Something is different: within a moment, each gets a new snapshot. */
  changed(): void;
  close(): void;
}

/** Much happens at once; it is shown once. Milliseconds. */
const gather = 50;
/** So that nothing on the way takes the connection for dead. Milliseconds. */
const sayHelloEvery = 15_000;

export function createStreams(): Streams {
  const sending = new Map<ServerResponse, () => void>();
  let timer: NodeJS.Timeout | null = null;
  const hello = setInterval(() => {
    for (const response of sending.keys()) response.write(':\n\n');
  }, sayHelloEvery);
  hello.unref();

  return {
    add(response, snapshot) {
      response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-store' });
      response.write('retry: 1000\n\n');
      const send = () => response.write(`data: ${JSON.stringify(snapshot())}\n\n`);
      sending.set(response, send);
      response.on('close', () => sending.delete(response));
      send();
    },
    changed() {
      timer ??= setTimeout(() => {
        timer = null;
        for (const send of sending.values()) send();
      }, gather);
    },
    close() {
      clearInterval(hello);
      if (timer) clearTimeout(timer);
      for (const response of sending.keys()) response.end();
    },
  };
}
