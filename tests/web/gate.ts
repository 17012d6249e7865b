/** Stands before a server, and lets what a page needs through in two rounds and no third: whoever needs a third waits for ever. */
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Gate {
  url: string;
  /** Every address that was asked for, in that order. */
  asked: string[];
  /** The page is answered at once. What it needs is answered when all of it has been asked for, so that nothing of it can wait for another's answer. */
  open(to: string, page: string, needs: readonly string[]): void;
  close(): Promise<void>;
}

export async function createGate(): Promise<Gate> {
  const asked: string[] = [];
  const allAsked = Promise.withResolvers<void>();
  let way: { to: string; page: string; needs: readonly string[] } | null = null;

  async function answer(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const { url: address = '', method, headers } = incoming;
    asked.push(address);
    if (!way) return;
    const { to, page, needs } = way;
    if (needs.every((one) => asked.includes(one))) allAsked.resolve();
    if (address !== page && !needs.includes(address)) return;
    if (address !== page) await allAsked.promise;
    const passedOn = request(new URL(address, to), { method, headers }, (response) => {
      outgoing.writeHead(response.statusCode ?? 502, response.headers);
      response.pipe(outgoing);
    });
    passedOn.on('error', () => outgoing.destroy());
    incoming.pipe(passedOn);
  }

  const server = createServer((incoming, outgoing) => void answer(incoming, outgoing));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    open(to, page, needs) {
      way = { to, page, needs };
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
