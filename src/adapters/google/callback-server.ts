import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { second } from '#core/time/clock.ts';

/** Milliseconds that a page has to reach the browser while the server closes. */
const grace = second;

export interface CallbackPage {
  status: number;
  title: string;
  text: string;
}

export interface CallbackServer {
  port: number;
  /** Ends once the pages that are being written are written. */
  close(): Promise<void>;
}

/**
 * The page on this machine that Google sends the browser back to. Listens on the loopback interface only.
 * Rejects with Node's error where the port cannot be had (`EADDRINUSE`, `EACCES`).
 */
export async function createCallbackServer(options: {
  /** 0: any free one. */
  port: number;
  path: string;
  answer: (query: URLSearchParams) => Promise<CallbackPage>;
}): Promise<CallbackServer> {
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1');
    const page =
      url.pathname === options.path && request.method === 'GET'
        ? options.answer(url.searchParams)
        : Promise.resolve({ status: 404, title: 'Not here', text: 'Confab only waits for Google here.' });
    page.then(
      (shown) => {
        // The address holds a code: it must not travel on to other pages, nor the connection be kept for more requests.
        response.writeHead(shown.status, {
          'content-type': 'text/html; charset=utf-8',
          'content-security-policy': "default-src 'none'",
          'referrer-policy': 'no-referrer',
          'cache-control': 'no-store',
          connection: 'close',
        });
        response.end(pageOf(shown));
      },
      () => response.destroy(),
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, '127.0.0.1', resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        // Browsers open connections in advance and may never send anything on them.
        const timer = setTimeout(() => server.closeAllConnections(), grace);
        server.close(() => {
          clearTimeout(timer);
          resolve();
        });
        server.closeIdleConnections();
      }),
  };
}

function pageOf({ title, text }: CallbackPage): string {
  return `<!doctype html>
<html lang="en-GB"><meta charset="utf-8"><title>Confab: ${escapeHtml(title)}</title>
<body><h1>${escapeHtml(title)}</h1><p>${escapeHtml(text)}</p></body></html>
`;
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
