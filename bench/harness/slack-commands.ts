import { createHmac } from 'node:crypto';
import { Agent, createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface SlackCommands {
  /** Sends one and resolves when it is acknowledged. */
  send(port: number): Promise<void>;
  /** Answers to the commands that came back by their response_url. */
  answered(): number;
  close(): Promise<void>;
}

/** Signed slash commands from one person, over as many connections as are asked for at once, and a place where the answers go. */
export async function createSlackCommands(
  fields: Record<string, string>,
  { secret, connections }: { secret: string; connections: number },
): Promise<SlackCommands> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  let answers = 0;
  const sink = createServer((incoming, response) => {
    incoming.resume().once('end', () => {
      answers += 1;
      response.end('ok');
    });
  });
  await new Promise<void>((resolve) => sink.listen(0, '127.0.0.1', resolve));
  const answerTo = `http://127.0.0.1:${(sink.address() as AddressInfo).port}/answers`;
  const body = new URLSearchParams({ ...fields, response_url: answerTo }).toString();

  return {
    send: (port) =>
      new Promise((resolve, reject) => {
        const timestamp = String(Math.floor(Date.now() / 1_000));
        const signature = createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex');
        const headers = {
          'content-type': 'application/x-www-form-urlencoded',
          'content-length': Buffer.byteLength(body),
          'x-slack-request-timestamp': timestamp,
          'x-slack-signature': `v0=${signature}`,
        };
        const to = { host: '127.0.0.1', port, method: 'POST', path: '/slack/events', agent, headers };
        request(to, (response) => {
          response.resume().once('end', () => {
            if (response.statusCode === 200) resolve();
            else reject(new Error(`A command was answered with ${response.statusCode}.`));
          });
        })
          .once('error', reject)
          .end(body);
      }),
    answered: () => answers,
    async close() {
      agent.destroy();
      await new Promise<void>((resolve) => {
        sink.close(() => resolve());
        sink.closeAllConnections();
      });
    },
  };
}
