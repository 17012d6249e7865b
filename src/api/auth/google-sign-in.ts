import { type Request, type Response, Router } from 'express';
import type { Logger } from 'pino';
import { createSessionCookie } from '#api/session-cookie.ts';
import type { Access, Caller } from '#core/access/access.ts';
import type { GoogleConnections } from '#core/connections/google-connections.ts';
import { type GoogleDoor, type GoogleIdentity, googleCallback, type Redeemed } from '#core/connections/google-door.ts';
import type { Attempt, SignInAttempts } from '#core/connections/sign-in-attempts.ts';
import {
  attemptUnknown,
  calendarNotConnected,
  consentRefused,
  noCalendarsHere,
  notConnectedYet,
  notRedeemed,
  readOnly,
  signInFirst,
  somebodyElses,
} from '#core/messages/google-words.ts';
import type { Person } from '#core/people/person.ts';
import { createBrowserCookie } from './google-browser.ts';
import { sendPage } from './google-page.ts';

export interface GoogleSignInPorts {
  door: GoogleDoor;
  connections: GoogleConnections;
  attempts: SignInAttempts;
  access: Access;
  /** Where people find us, without a slash at the end. */
  publicUrl: string;
  log: Logger;
}

export interface GoogleSignIn {
  /** `GET /api/auth/google`, `GET /api/auth/google?for=calendar` and `GET /api/auth/google/callback`. */
  router: Router;
  /** The address of the Google account that waits in this browser for its person to sign in from chat; null where none does. */
  waiting(request: Request): Promise<string | null>;
  /** Connects it to the person who just did. The address; null where none waited, or it is somebody else's by now. */
  connectWaiting(request: Request, person: Person): Promise<string | null>;
}

/** The only addresses a browser is ever sent on to: nothing that comes in with a request decides where it goes. The page at
 * `signedIn` goes on to the one that was wanted. */
const signedIn = '/signed-in';
const account = '/account';

/** Google's answers are longer than this only where somebody plays. */
const longestValue = 2_048;

export function createGoogleSignIn(ports: GoogleSignInPorts): GoogleSignIn {
  const { door, connections, attempts, access, publicUrl, log } = ports;
  const session = createSessionCookie(publicUrl);
  const browser = createBrowserCookie(publicUrl);
  const router = Router();

  async function callerOf(request: Request, response: Response): Promise<Caller | null> {
    const secret = session.read(request);
    const caller = secret === null ? null : await access.enter(secret, 'session');
    if (secret !== null && caller?.prolonged) session.give(response, secret);
    return caller;
  }

  async function sendToGoogle(
    request: Request,
    response: Response,
    options: Pick<Attempt, 'purpose' | 'personId'>,
  ): Promise<void> {
    const attempt = await attempts.begin(browser.give(request, response), options);
    redirect(response, door.address({ purpose: options.purpose, ...attempt }));
  }

  router.get('/api/auth/google', async (request, response) => {
    if (request.query.for !== 'calendar') {
      return sendToGoogle(request, response, { purpose: 'sign-in', personId: null });
    }
    const caller = await callerOf(request, response);
    if (!caller) return sendPage(response, 401, signInFirst);
    if (caller.scope !== 'write') return sendPage(response, 403, readOnly);
    if (!connections.lendsCalendars) return sendPage(response, 404, noCalendarsHere);
    return sendToGoogle(request, response, { purpose: 'calendar', personId: caller.person.id });
  });

  router.get(googleCallback, async (request, response) => {
    const state = oneValue(request, 'state');
    const secret = browser.read(request);
    const attempt = state !== null && secret !== null ? await attempts.end(secret, state) : null;
    if (!attempt || secret === null) return sendPage(response, 400, attemptUnknown);
    const calendar = attempt.purpose === 'calendar';
    const code = oneValue(request, 'code');
    if (code === null) return sendPage(response, 400, consentRefused(calendar));
    const { purpose, nonce, verifier } = attempt;
    const redeemed = await door.redeem({ purpose, code, nonce, verifier });
    if (!redeemed.ok) {
      return sendPage(response, redeemed.reason === 'unavailable' ? 503 : 400, notRedeemed(redeemed.reason, calendar));
    }
    const caller = await callerOf(request, response);
    return calendar
      ? connectCalendar(response, { attempt, redeemed, caller })
      : signIn(response, { identity: redeemed.identity, caller, secret });
  });

  async function signIn(
    response: Response,
    { identity, caller, secret }: { identity: GoogleIdentity; caller: Caller | null; secret: string },
  ): Promise<void> {
    if (caller && caller.scope !== 'write') return sendPage(response, 403, readOnly);
    const arrival = await connections.arrive(identity, caller?.person ?? null);
    switch (arrival.is) {
      case 'somebody-else':
        return sendPage(response, 409, somebodyElses);
      case 'nobody':
        await attempts.remember(secret, identity);
        return sendPage(response, 200, notConnectedYet(identity.email));
      case 'connected':
        return redirect(response, account);
      case 'known': {
        if (caller) return redirect(response, signedIn);
        const opened = await access.openSession(arrival.personId);
        if (!opened) throw new Error('Somebody who is known could not be signed in.');
        session.give(response, opened.secret);
        return redirect(response, signedIn);
      }
    }
  }

  async function connectCalendar(
    response: Response,
    { attempt, redeemed, caller }: { attempt: Attempt; redeemed: Redeemed & { ok: true }; caller: Caller | null },
  ): Promise<void> {
    // Whoever began it has to be who is signed in now.
    const same = caller && attempt.personId !== null && caller.person.ids.includes(attempt.personId);
    if (!same) return sendPage(response, 401, signInFirst);
    const connected = await connections.connectCalendar(caller.person, redeemed);
    if (connected.ok) return redirect(response, account);
    return sendPage(response, connected.reason === 'somebody-else' ? 409 : 400, calendarNotConnected(connected));
  }

  return {
    router,

    async waiting(request) {
      const secret = browser.read(request);
      return secret === null ? null : ((await attempts.remembered(secret))?.email ?? null);
    },

    async connectWaiting(request, person) {
      const secret = browser.read(request);
      const identity = secret === null ? null : await attempts.recall(secret);
      if (!identity) return null;
      const arrival = await connections.arrive(identity, person);
      if (arrival.is === 'somebody-else') {
        log.info('A Google account that waited to be connected was connected to somebody else in between.');
        return null;
      }
      return identity.email;
    },
  };
}

function redirect(response: Response, address: string): void {
  response.set({ 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' });
  response.redirect(302, address);
}

/** One value of that name; null where it is missing, comes twice, or is a structure. */
function oneValue(request: Request, name: string): string | null {
  const value = request.query[name];
  return typeof value === 'string' && value !== '' && value.length <= longestValue ? value : null;
}
