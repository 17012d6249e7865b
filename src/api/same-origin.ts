import type { IncomingMessage } from 'node:http';

/**
 * Whether a page of ours sent this, by what browsers say and pages cannot: `Sec-Fetch-Site`, or, in browsers without it, `Origin`. A request that
 * says neither comes from no browser of today.
 */
export function isSameOrigin(request: IncomingMessage, origin: string): boolean {
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin') return false;
  return request.headers.origin === undefined ? site === 'same-origin' : request.headers.origin === origin;
}
