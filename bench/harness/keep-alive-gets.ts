import { connect, type Socket } from 'node:net';

export interface KeepAliveGets {
  /** Asks over a connection that is free, opening one where none is, and resolves when all of the answer is there. */
  get(headers: Readonly<Record<string, string>>): Promise<PlainAnswer>;
  close(): void;
}

interface PlainAnswer {
  status: number;
  /** Bytes, with the head. */
  length: number;
  body(): string;
}

const endOfHead = Buffer.from('\r\n\r\n');

/**
 * Asks one address over connections that stay open, and does no more with an answer than to wait for its end: a client that costs more than the server
 * would measure itself. Every answer has to have a Content-Length.
 */
export function createKeepAliveGets(port: number, path: string): KeepAliveGets {
  const free: Socket[] = [];
  const all = new Set<Socket>();

  async function open(): Promise<Socket> {
    const socket = connect(port, '127.0.0.1');
    socket.setNoDelay(true);
    all.add(socket);
    await new Promise<void>((resolve, reject) => socket.once('connect', resolve).once('error', reject));
    return socket;
  }

  return {
    async get(headers) {
      const socket = free.pop() ?? (await open());
      const lines = Object.entries({ host: `127.0.0.1:${port}`, ...headers }).map(([key, value]) => `${key}: ${value}`);
      const chunks = await exchange(socket, `GET ${path} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`);
      free.push(socket);
      return {
        status: Number(chunks[0]?.toString('latin1', 9, 12)),
        length: chunks.reduce((sum, chunk) => sum + chunk.length, 0),
        body() {
          const whole = Buffer.concat(chunks);
          return whole.toString('utf8', whole.indexOf(endOfHead) + endOfHead.length);
        },
      };
    },
    close() {
      for (const socket of all) socket.destroy();
    },
  };
}

function exchange(socket: Socket, request: string): Promise<Buffer[]> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let missing: number | null = null;
    const onData = (chunk: Buffer) => {
      chunks.push(chunk);
      missing = missing === null ? missingAfterHead(chunk) : missing - chunk.length;
      if (missing === 0) done(() => resolve(chunks));
      else if (missing !== null && missing < 0) done(() => reject(new Error('More was answered than was announced.')));
    };
    const onClose = () => done(() => reject(new Error('The connection ended within an answer.')));
    const done = (settle: () => void) => {
      socket.off('data', onData).off('close', onClose);
      settle();
    };
    socket.on('data', onData).once('close', onClose);
    socket.write(request);
  });
}

/** Bytes still to come. The head of an answer comes in one piece, as servers write it. */
function missingAfterHead(first: Buffer): number {
  const end = first.indexOf(endOfHead);
  const length = /^content-length: *(\d+)/im.exec(first.toString('latin1', 0, Math.max(0, end)))?.[1];
  if (end < 0 || length === undefined) throw new Error('An answer came without a length.');
  return Number(length) - (first.length - end - endOfHead.length);
}
