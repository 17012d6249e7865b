import type { IncomingMessage } from 'node:http';

/**
 * Whether the page itself asks. A website whose name leads to this machine (DNS rebinding) has another `Host`; one that posts here from elsewhere
 * says so in `Origin` or `Sec-Fetch-Site`, which browsers write and pages cannot. A program on this machine writes neither.
 */
export function isSameOrigin({ headers }: IncomingMessage, port: number): boolean {
  const hosts = [`127.0.0.1:${port}`, `localhost:${port}`];
  if (headers.host === undefined || !hosts.includes(headers.host)) return false;
  const { origin } = headers;
  if (origin !== undefined && origin !== `http://${headers.host}`) return false;
  const site = headers['sec-fetch-site'];
  return site === undefined || site === 'same-origin' || site === 'none';
}
