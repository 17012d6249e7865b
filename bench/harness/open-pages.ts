import { setTimeout as wait } from 'node:timers/promises';
import { WebSocket } from 'ws';

export interface OpenPages {
  /** Does what changes something, and resolves with the milliseconds from then until every page has heard of something. */
  untilAllHeard(change: () => Promise<void>): Promise<number>;
  close(): void;
}

/** Milliseconds for the last page to hear. Beyond it the measurement breaks off. */
const patience = 20_000;
/** Connections under way at one time. */
const atOnce = 50;

/**
 * Pages that are connected by Socket.IO's protocol, one for each cookie. They speak it by themselves, since a thousand of its clients would take the
 * processor that the server is measured on: https://socket.io/docs/v4/socket-io-protocol
 */
export async function openPages(
  port: number,
  { origin, cookies }: { origin: string; cookies: readonly string[] },
): Promise<OpenPages> {
  const sockets: WebSocket[] = [];
  let onHeard = () => {};

  function open(cookie: string): Promise<void> {
    const address = `ws://127.0.0.1:${port}/api/live/?EIO=4&transport=websocket`;
    const socket = new WebSocket(address, { headers: { origin, cookie }, perMessageDeflate: false });
    sockets.push(socket);
    return new Promise((resolve, reject) => {
      socket.once('error', reject);
      socket.on('message', (data: Buffer) => {
        const text = data.toString();
        if (text.startsWith('42')) onHeard();
        else if (text.startsWith('40')) resolve();
        else if (text.startsWith('44')) reject(new Error(`A page was refused: ${text}`));
        else if (text.startsWith('0')) socket.send('40');
        else if (text === '2') socket.send('3');
      });
    });
  }

  for (let from = 0; from < cookies.length; from += atOnce) {
    await Promise.all(cookies.slice(from, from + atOnce).map(open));
  }

  return {
    async untilAllHeard(change) {
      let missing = sockets.length;
      const startedAt = performance.now();
      const all = new Promise<number>((resolve) => {
        onHeard = () => {
          missing -= 1;
          if (missing === 0) resolve(performance.now() - startedAt);
        };
      });
      await change();
      const late = new AbortController();
      try {
        return await Promise.race([
          all,
          wait(patience, undefined, { signal: late.signal }).then(() => {
            throw new Error(`${missing} pages heard nothing.`);
          }),
        ]);
      } finally {
        late.abort();
      }
    },
    close() {
      for (const socket of sockets) socket.terminate();
    },
  };
}
