import { type IncomingHttpHeaders, request } from 'node:http';
import pino from 'pino';
import type { Scope } from '#core/access/credential.ts';
import type { Visitor } from '#core/desk/visitor.ts';
import type { ProgramId } from '#core/ids.ts';
import { createMailChoices } from '#core/mail/mail-choices.ts';
import type { Meeting } from '#core/meetings/meeting.ts';
import { day, hour } from '#core/time/clock.ts';
import type { ApiPorts } from '../../src/api/api-ports.ts';
import { createKeptAnswers } from '../../src/api/kept-answers.ts';
import type { ProblemJson } from '../../src/api/schemas.ts';
import { createHttpServer } from '../../src/api/server.ts';
import { NOW } from '../builders.ts';
import { aBooking, aLearnerAt, aMentorAt, createHouse, type House, onDiscord } from '../fakes/small-house.ts';
import { type ApiStorage, openSqliteStorage } from './api-storage.ts';

export const ORIGIN = 'http://confab.test';
/** Thursday 3 December, 11:00 in Berlin: inside Maya's hours. */
export const SLOT = NOW + 2 * day + hour;

export type Role = 'maya' | 'leo' | 'ana' | 'omar' | 'olga';
export type As = Role | 'nobody' | { token: string } | { cookie: string };

export interface Sending {
  body?: unknown;
  /** Sent as it is, in place of `body`. */
  raw?: string | Uint8Array<ArrayBuffer>;
  headers?: Record<string, string>;
}

export interface Answer {
  status: number;
  headers: Headers;
  text: string;
  /** Of an answer in JSON. */
  json: unknown;
}

export interface ApiWorld extends House, Pick<ApiStorage, 'everything'> {
  /** Where the server really is. */
  base: string;
  people: Record<Role, Visitor>;
  program: ProgramId;
  elsewhere: ProgramId;
  /** What the API told the log. */
  log: Record<string, unknown>[];
  published: unknown[];
  call(method: string, path: string, as: As, sending?: Sending): Promise<Answer>;
  /** The secret of a session of theirs; always the same. */
  session(role: Role): Promise<string>;
  token(role: Role, scope: Scope): Promise<{ token: string }>;
  /** Leo asks Maya. */
  request(at?: number): Promise<Meeting>;
  booked(at?: number): Promise<Meeting>;
  close(): Promise<void>;
}

export type ApiWorldOptions = Partial<Pick<ApiPorts, 'limits' | 'publicUrl' | 'google' | 'channels' | 'people'>> & {
  staticRoot?: string;
  /** Empty; closed with the world. SQLite unless said. */
  storage?: ApiStorage;
};

/**
 * Maya mentors in the Study Hall, where Leo and Ana learn and Omar is named as an organiser. Olga runs another place, and her platform says so.
 */
export async function createApiWorld(options: ApiWorldOptions = {}): Promise<ApiWorld> {
  const { staticRoot = null, storage = openSqliteStorage(), ...ports } = options;
  const house = createHouse(storage.stores);
  const { stores, meetings, access, clock } = house;
  const log: Record<string, unknown>[] = [];
  const published: unknown[] = [];
  const changes = { publish: (change: unknown) => void published.push(change) };
  const server = createHttpServer({
    ...{ host: '127.0.0.1', port: 0, slack: null, staticRoot, notReady: () => [] },
    api: {
      ...{ ...stores, meetings, access, clock, meetingStore: stores.meetings, google: null, publicUrl: ORIGIN },
      keptAnswers: createKeptAnswers(storage.stateNumber),
      changes,
      mail: createMailChoices({ ...stores, clock, changes }),
      log: pino({ base: null }, { write: (line: string) => log.push(JSON.parse(line) as Record<string, unknown>) }),
      limits: { all: 10_000, changes: 10_000, signIn: 10_000 },
      ...ports,
    },
  });
  const base = `http://127.0.0.1:${await server.start()}`;
  const origin = ports.publicUrl ?? ORIGIN;

  const other = { externalId: 'other', name: 'Other Hall' };
  const people = {
    maya: await aMentorAt(house, onDiscord('Maya')),
    leo: await aLearnerAt(house, onDiscord('Leo')),
    ana: await aLearnerAt(house, onDiscord('Ana')),
    omar: await aLearnerAt(house, onDiscord('Omar')),
    olga: await aLearnerAt(house, onDiscord('Olga', { community: other, admin: true })),
  };
  const program = people.maya.program!;
  await house.desk.name({ ...people.maya, organizer: true }, { role: 'organizer', add: [people.omar.person] });

  const secrets = new Map<Role, string>();
  async function sessionOf(role: Role): Promise<string> {
    const known = secrets.get(role);
    if (known) return known;
    const { person, program: own } = people[role];
    const link = await access.offerSignIn(person.id, role === 'olga' && own ? [own.id] : []);
    const { secret } = (await access.signIn(link))!;
    secrets.set(role, secret);
    return secret;
  }

  const cookieName = origin.startsWith('https:') ? '__Host-confab_session' : 'confab_session';
  async function identity(as: As): Promise<Record<string, string>> {
    if (as === 'nobody') return {};
    if (typeof as === 'string') return { cookie: `${cookieName}=${await sessionOf(as)}`, origin };
    return 'token' in as ? { authorization: `Bearer ${as.token}` } : { cookie: `${cookieName}=${as.cookie}`, origin };
  }

  return {
    ...house,
    everything: storage.everything,
    ...{ base, people, program: program.id, elsewhere: people.olga.program!.id, log, published },
    async call(method, path, as, { body, raw, headers } = {}) {
      const response = await fetch(base + path, {
        method,
        redirect: 'manual',
        headers: {
          ...(as === 'nobody' && { origin }),
          ...(await identity(as)),
          ...((body !== undefined || raw !== undefined) && { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
        ...(raw !== undefined && { body: raw }),
      });
      const text = await response.text();
      const isJson = /[/+]json/.test(response.headers.get('content-type') ?? '');
      return {
        status: response.status,
        headers: response.headers,
        text,
        json: isJson && text !== '' ? JSON.parse(text) : undefined,
      };
    },
    session: sessionOf,
    async token(role, scope) {
      const options = { label: `${role} may ${scope}`, scope, expiresAt: null };
      const made = await access.createToken(people[role].person, options);
      if (!made.ok) throw new Error(made.reason);
      return { token: made.secret };
    },
    request: (at = SLOT) => aBooking(house, people.maya, people.leo, { at }),
    booked: (at = SLOT) => aBooking(house, people.maya, people.leo, { at, accepted: true }),
    async close() {
      await server.stop();
      await storage.close();
    },
  };
}

/** Without what `fetch` adds, takes away and unpacks. */
export function getRaw(
  base: string,
  path: string,
  headers: Record<string, string> = {},
): Promise<{ status: number; headers: IncomingHttpHeaders; body: Buffer }> {
  const { hostname, port } = new URL(base);
  return new Promise((resolve, reject) => {
    request({ hostname, port, path, headers }, (response) => {
      const pieces: Buffer[] = [];
      response.on('data', (piece: Buffer) => pieces.push(piece));
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(pieces) }),
      );
    })
      .on('error', reject)
      .end();
  });
}

export function problemIn(answer: Answer): ProblemJson {
  if (!answer.headers.get('content-type')?.startsWith('application/problem+json'))
    throw new Error(`${answer.status} is no problem document: ${answer.text}`);
  return answer.json as ProblemJson;
}

/** "slot-taken 409" */
export function kindOf(answer: Answer): string {
  return `${problemIn(answer).type.replace('urn:confab:problem:', '')} ${answer.status}`;
}

export function quoted(revision: number): { 'if-match': string } {
  return { 'if-match': `"${revision}"` };
}
