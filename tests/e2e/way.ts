import { createServer, connect as dial, type Server, type Socket } from 'node:net';

/** A way to a server, through which it can be reached or not. */
export interface Way {
  /** The same address by this way, and by no other, whatever a replica set says of itself. */
  through(uri: string): string;
  /** Closes every connection and refuses new ones, as a server that was stopped. */
  cut(): Promise<void>;
  /** Nothing arrives any more, in either direction; what was sent arrives when the way is mended, as packets do that are sent again. */
  silence(): void;
  mend(): Promise<void>;
  close(): Promise<void>;
}

/** To the first host that the address names. */
export async function createWay(server: string): Promise<Way> {
  const target = new URL(server);
  const sockets = new Set<Socket>();
  let silent = false;

  function join(near: Socket): void {
    const far = dial(Number(target.port || 27_017), target.hostname);
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(from);
      from.on('data', (data) => to.write(data));
      from.on('error', () => {});
      // What was read before the end is still on its way.
      from.on('end', () => to.end());
      from.on('close', () => {
        sockets.delete(from);
        to.end();
      });
      if (silent) from.pause();
    }
  }

  const listen = (port: number): Promise<Server> =>
    new Promise((resolve) => {
      const way = createServer(join);
      way.listen(port, '127.0.0.1', () => resolve(way));
    });
  let way: Server | null = await listen(0);
  const address = way.address();
  const port = typeof address === 'object' && address ? address.port : 0;

  async function cut(): Promise<void> {
    const closing = way;
    way = null;
    const closed = new Promise<void>((resolve) => (closing ? closing.close(() => resolve()) : resolve()));
    for (const socket of sockets) socket.destroy();
    await closed;
  }

  return {
    through(uri) {
      const url = new URL(uri);
      url.host = `127.0.0.1:${port}`;
      url.searchParams.set('directConnection', 'true');
      return url.href;
    },
    cut,
    silence() {
      silent = true;
      for (const socket of sockets) socket.pause();
    },
    async mend() {
      silent = false;
      for (const socket of sockets) socket.resume();
      way ??= await listen(port);
    },
    close: cut,
  };
}
