/** A page on which one becomes anybody of the story: each name leads to the dashboard, signed in by the link that chat gave them. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Persona {
  name: string;
  /** What they are in the story: "mentor, on Discord". */
  is: string;
  /** Asks for it in chat, as the person would. */
  dashboardLink(): Promise<string>;
}

export interface PersonasPage {
  url: string;
  close(): Promise<void>;
}

export async function servePersonas(personas: readonly Persona[]): Promise<PersonasPage> {
  const server = createServer((request, response) => {
    const found = personas.find(({ name }) => request.url === `/as/${encodeURIComponent(name)}`);
    if (!found) {
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(listOf(personas));
      return;
    }
    found
      .dashboardLink()
      .then((link) => response.writeHead(302, { location: link, 'cache-control': 'no-store' }).end())
      .catch((error: unknown) => response.writeHead(500, { 'content-type': 'text/plain' }).end(String(error)));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function listOf(personas: readonly Persona[]): string {
  const items = personas.map(({ name, is }) => `<li><a href="/as/${encodeURIComponent(name)}">${name}</a>, ${is}</li>`);
  return `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Confab: who would you like to be?</title>
<main><h1>Who would you like to be?</h1><p>Each opens the dashboard as this person. Their sessions are those of the story.</p><ul>${items.join('')}</ul></main></html>`;
}
