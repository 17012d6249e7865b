import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { type Answer, respond } from '#bots/slack/respond.ts';

const answer: Answer = {
  response_type: 'ephemeral',
  text: 'Grüße',
  blocks: [],
  unfurl_links: false,
  unfurl_media: false,
};
const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(() => {
    server.close();
    server.closeAllConnections();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/commands/1?two=3`;
}

describe('an answer to a response_url', () => {
  it('is posted as JSON', async () => {
    const posted = Promise.withResolvers<unknown>();
    const url = await serve(async (request, response) => {
      const body = Buffer.concat(await request.toArray()).toString();
      posted.resolve([request.method, request.url, request.headers['content-type'], JSON.parse(body)]);
      response.end('ok');
    });
    await respond(url, answer);
    expect(await posted.promise).toEqual(['POST', '/commands/1?two=3', 'application/json', answer]);
  });

  it('fails where Slack does not take it', async () => {
    const url = await serve((_request, response) => response.writeHead(404).end('expired_url'));
    await expect(respond(url, answer)).rejects.toThrow('HTTP 404');
  });

  it('fails where the connection breaks before the answer or within it', async () => {
    await expect(respond(await serve((request) => request.socket.destroy()), answer)).rejects.toThrow();
    const half = await serve((request, response) => {
      response.writeHead(200, { 'content-length': 10 });
      response.write('half', () => request.socket.destroy());
    });
    await expect(respond(half, answer)).rejects.toThrow();
  });

  it('fails where Slack says nothing', async () => {
    await expect(respond(await serve(() => {}), answer, 20)).rejects.toThrow('no answer');
  });
});
