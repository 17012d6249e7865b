import { randomBytes } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import pino from 'pino';
import type { Access } from '#core/access/access.ts';
import { createAccess } from '#core/access/create-access.ts';
import { createGoogleConnections } from '#core/connections/google-connections.ts';
import { createSignInAttempts } from '#core/connections/sign-in-attempts.ts';
import type { Person } from '#core/people/person.ts';
import { createGoogleStandIn, type GoogleStandIn } from '../../playground/google/google-stand-in.ts';
import { createJournal } from '../../playground/journal.ts';
import { createShiftedClock } from '../../playground/shifted-clock.ts';
import { createGoogleDoor } from '../../src/adapters/google/google-door.ts';
import { createAesSealer } from '../../src/adapters/seal/aes-sealer.ts';
import { createSqliteConnectionStore } from '../../src/adapters/sqlite/connection-store.ts';
import { createSqliteCredentialStore } from '../../src/adapters/sqlite/credential-store.ts';
import { createGoogleSignIn } from '../../src/api/auth/google-sign-in.ts';
import { createKeptAnswers } from '../../src/api/kept-answers.ts';
import { createHttpServer } from '../../src/api/server.ts';
import { allEffects, createSmallHouse, onDiscord } from '../fakes/small-house.ts';

export const CLIENT = { clientId: 'confab.apps.googleusercontent.com', clientSecret: 'GOCSPX-keep-me-secret' };
export const CALLBACK = '/api/auth/google/callback';
export const OWN_EVENTS = 'https://www.googleapis.com/auth/calendar.events.owned';
export const FREE_BUSY = 'https://www.googleapis.com/auth/calendar.freebusy';

/** Google's stand-in, the core on real stores, and the pages of signing in on a server of their own. */
export async function createGoogleWorld(options: { keys?: boolean } = {}) {
  const house = createSmallHouse();
  const clock = createShiftedClock();
  house.clock.now = clock.now;
  const journal = createJournal();
  const google = await createGoogleStandIn({ clock, journal });
  for (const name of ['maya', 'leo', 'eve'])
    google.addAccount({ email: `${name}@gmail.com`, timeZone: 'Europe/Berlin' });

  // The address has to be known before Google is told where to send people back to.
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const redirectUri = origin + CALLBACK;
  google.addClient({ ...CLIENT, redirectUris: [redirectUri] });

  const lines: string[] = [];
  const log = pino({ level: 'trace' }, { write: (line: string) => lines.push(line) });
  const { people, programs, scratch, effects } = house.stores;
  const store = createSqliteConnectionStore(house.db);
  const sealer = options.keys === false ? null : createAesSealer([{ id: 'k1', bytes: randomBytes(32) }]);
  const door = createGoogleDoor(
    { ...CLIENT, redirectUri, oauthUrl: google.oauthUrl },
    { clock, log, wait: async () => {} },
  );
  const alarm = { wake: (at: number) => house.wakes.push(at) };
  const changes = { publish: () => {} };
  const connections = createGoogleConnections({
    ...{ connections: store, people, sealer, door, channels: null, effects, alarm, changes, clock },
  });
  const access: Access = createAccess({ credentials: createSqliteCredentialStore(house.db), people, programs, clock });
  const attempts = createSignInAttempts({ scratch, clock });
  const signIn = createGoogleSignIn({ door, connections, attempts, access, publicUrl: origin, log });
  const often = { all: 10_000, changes: 10_000, signIn: 10_000 };
  const server = createHttpServer({
    ...{ host: '127.0.0.1', port, slack: null, staticRoot: null, notReady: () => [] },
    api: {
      ...house.stores,
      ...{ meetings: house.meetings, meetingStore: house.stores.meetings, clock, access, changes, log },
      ...{ publicUrl: origin, google: { signIn, connections }, limits: often },
      keptAnswers: createKeptAnswers(() => null),
    },
  });
  await server.start();

  async function aPersonNamed(name: string): Promise<Person> {
    return (await house.desk.arrive(onDiscord(name))).person;
  }

  return {
    ...{ house, clock, google, journal, origin, store, sealer, door, connections, access, lines, log, aPersonNamed },
    newBrowser: () => createBrowser(origin, google),
    /** Everything that waits to be told, as "kind to". */
    async notices() {
      return (await allEffects(house)).flatMap(({ what }) => (what.sort === 'notice' ? `${what.kind} ${what.to}` : []));
    },
    async close() {
      server.server.closeAllConnections();
      await server.stop();
      await google.close();
      house.db.close();
    },
  };
}

export type GoogleWorld = Awaited<ReturnType<typeof createGoogleWorld>>;
export type Browser = ReturnType<typeof createBrowser>;

/** Keeps cookies, and follows nothing by itself. `server`: where that origin really is. */
export function createBrowser(origin: string, google: Pick<GoogleStandIn, 'consent'>, server = origin) {
  const cookies = new Map<string, string>();

  async function go(
    path: string,
    body?: unknown,
    method = body === undefined ? 'GET' : 'POST',
  ): Promise<{ status: number; location: string | null; text: string; headers: Headers; setCookies: string[] }> {
    const { pathname, search } = new URL(path, origin);
    const response = await fetch(`${server}${pathname}${search}`, {
      method,
      redirect: 'manual',
      headers: {
        cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; '),
        ...(method === 'GET' ? {} : { origin, 'sec-fetch-site': 'same-origin', 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const setCookies = response.headers.getSetCookie();
    for (const line of setCookies) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      cookies.set(name, value);
    }
    const { status, headers } = response;
    return { status, headers, setCookies, location: headers.get('location'), text: await response.text() };
  }

  return {
    cookies,
    go,
    /** To Google and back with an answer; where the browser is sent then. */
    async throughGoogle(
      email: string,
      { for: purpose, ...decision }: { for?: 'calendar'; deny?: boolean; grantedScopes?: string[] } = {},
    ) {
      const begun = await go(`/api/auth/google${purpose ? `?for=${purpose}` : ''}`);
      if (!begun.location) throw new Error(`Nobody was sent to Google: ${begun.status} ${begun.text}`);
      return go(await google.consent({ url: begun.location, account: email, ...decision }));
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
