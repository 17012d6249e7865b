import type { Request, Response } from 'express';
import { attemptLife, newSecret } from '#core/connections/sign-in-attempts.ts';

/** A secret that tells one browser from all others, for as long as an attempt to sign in takes. */
export interface BrowserCookie {
  /** Null in a browser that has none. */
  read(request: Request): string | null;
  /** The browser's own secret, or a new one; either lives from now on. */
  give(request: Request, response: Response): string;
}

/** 32 bytes in base64url. */
const form = /^[\w-]{43}$/;

export function createBrowserCookie(publicUrl: string): BrowserCookie {
  const secure = new URL(publicUrl).protocol === 'https:';
  // On https the cookie belongs to this host alone.
  const name = secure ? '__Host-confab_google' : 'confab_google';

  function read(request: Request): string | null {
    for (const part of (request.headers.cookie ?? '').split(';')) {
      const [key, value] = part.trim().split('=');
      if (key === name && value !== undefined && form.test(value)) return value;
    }
    return null;
  }

  return {
    read,
    give(request, response) {
      const secret = read(request) ?? newSecret();
      // Lax: it has to come along when Google sends the browser back.
      response.cookie(name, secret, { httpOnly: true, secure, sameSite: 'lax', path: '/', maxAge: attemptLife });
      return secret;
    },
  };
}
