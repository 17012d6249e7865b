import type { IncomingMessage } from 'node:http';
import type { Response } from 'express';
import { day } from '#core/time/clock.ts';

/** The cookie of a browser that is signed in. */
export interface SessionCookie {
  read(request: IncomingMessage): string | null;
  give(response: Response, secret: string): void;
  clear(response: Response): void;
}

/** As long as a session lives without being used. */
const life = 30 * day;

/** Where the address is https the name begins with `__Host-`: then browsers take the cookie only from this host, over TLS, for the whole of it. */
export function sessionCookieName(publicUrl: string): string {
  return isHttps(publicUrl) ? '__Host-confab_session' : 'confab_session';
}

function isHttps(publicUrl: string): boolean {
  return new URL(publicUrl).protocol === 'https:';
}

export function createSessionCookie(publicUrl: string): SessionCookie {
  const secure = isHttps(publicUrl);
  const name = sessionCookieName(publicUrl);
  // Lax: whoever follows a link to us from chat is signed in; what changes anything is asked for its origin besides.
  const attributes = { httpOnly: true, secure, sameSite: 'lax', path: '/' } as const;
  return {
    read(request) {
      for (const part of (request.headers.cookie ?? '').split(';')) {
        const at = part.indexOf('=');
        if (at >= 0 && part.slice(0, at).trim() === name) return part.slice(at + 1).trim() || null;
      }
      return null;
    },
    give: (response, secret) => void response.cookie(name, secret, { ...attributes, maxAge: life }),
    clear: (response) => void response.clearCookie(name, attributes),
  };
}
