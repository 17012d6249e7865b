/**
 * Before the playground's Discord: messages it takes itself, at once, and shows them to nobody, because the stand-in keeps each and looks through them all.
 * Everything else (gateway, interactions, who is who) goes on to the stand-in.
 */
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface QuietFront {
  /** For DISCORD_API_URL. */
  apiUrl: string;
  /** How many messages were posted. */
  posted(): number;
  /** How many were edited. */
  edited(): number;
  close(): Promise<void>;
}

/** Where the direct messages of somebody go, as a snowflake. */
export function directChannelOf(userId: string): string {
  return `7${userId.slice(1)}`;
}

/** @param standIn The `apiUrl` of the stand-in. */
export async function createQuietFront(standIn: string): Promise<QuietFront> {
  const behind = new URL(standIn);
  let posted = 0;
  let edited = 0;

  function pass(incoming: IncomingMessage, response: ServerResponse): void {
    const { method, url: path, headers } = incoming;
    const onward = request({ host: behind.hostname, port: behind.port, method, path, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    onward.once('error', () => response.destroy());
    incoming.pipe(onward);
  }

  const server = createServer((incoming, response) => {
    const { method = '', url = '' } = incoming;
    const [, channel, message] = /\/channels\/(\d+)\/messages(?:\/(\d+))?$/.exec(url) ?? [];
    const opens = method === 'POST' && url.endsWith('/users/@me/channels');
    if (!opens && channel === undefined) return pass(incoming, response);
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.once('end', () => {
      const body = JSON.parse(Buffer.concat(chunks).toString()) as { recipient_id?: string; content?: string };
      if (!opens) {
        if (message === undefined) posted += 1;
        else edited += 1;
      }
      const answer = opens
        ? { id: directChannelOf(body.recipient_id ?? ''), type: 1 }
        : { id: message ?? messageId(posted), channel_id: channel, content: body.content ?? '' };
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));

  return {
    apiUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}${behind.pathname}`,
    posted: () => posted,
    edited: () => edited,
    async close() {
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
    },
  };
}

/** A snowflake: discord.js knows ids by their length, and would remember a route for each of another one. */
export function messageId(count: number): string {
  return String(8n * 10n ** 17n + BigInt(count));
}
