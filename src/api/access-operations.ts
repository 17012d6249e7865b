/** Signing in, and the secrets that let programs in. */
import { z } from 'zod';
import type { Access } from '#core/access/access.ts';
import type { Credential } from '#core/access/credential.ts';
import { problemWords } from '#core/messages/problem-words.ts';
import type { Person } from '#core/people/person.ts';
import { personalFeed } from '#core/queries/calendar-files.ts';
import { day } from '#core/time/clock.ts';
import { isoOrNull, toIso } from './meeting-json.ts';
import { type Operation, operation, reply } from './operation.ts';
import { problem } from './problem.ts';
import type { FeedJson, TokenJson } from './schemas.ts';
import * as schemas from './schemas.ts';

const signingIn = 'Signing in';
const tokens = 'Tokens';
const feed = 'Calendar feed';

function tokenJson({ id, label, scope, createdAt, usedAt, expiresAt }: Credential): TokenJson {
  return {
    ...{ id, label, scope },
    ...{ createdAt: toIso(createdAt), usedAt: isoOrNull(usedAt), expiresAt: isoOrNull(expiresAt) },
  };
}

async function feedJson(access: Access, person: Person, address: string | null): Promise<FeedJson> {
  const found = await access.feed(person);
  return { address, exists: found !== null, usedAt: isoOrNull(found?.usedAt ?? null) };
}

export const accessOperations: readonly Operation[] = [
  operation({
    ...{ id: 'getSignInOptions', method: 'get', path: '/api/auth/options', tag: signingIn },
    summary: 'How people can sign in here',
    ...{ who: 'anyone', scope: 'read', status: 200 },
    problems: [],
    answer: schemas.signInOptions,
    async handle({ google }, { request }) {
      return reply({ google: google !== null, waiting: (await google?.signIn.waiting(request)) ?? null });
    },
  }),

  operation({
    ...{ id: 'signInByLink', method: 'post', path: '/api/auth/link', tag: signingIn },
    summary: 'Spend a link that was given out in chat: opens a session in this browser',
    ...{ who: 'anyone', scope: 'read', signsIn: true, status: 204 },
    problems: ['link-unknown'],
    body: schemas.signIn,
    async handle({ access, google }, { body, request }) {
      const opened = await access.signIn(body.code);
      if (!opened) return problem('link-unknown', problemWords.linkUnknown, { field: 'code' });
      await google?.signIn.connectWaiting(request, opened.caller.person);
      return reply(null, { session: opened.secret });
    },
  }),

  operation({
    ...{ id: 'signOut', method: 'post', path: '/api/auth/sign-out', tag: signingIn },
    summary: 'End the session of this browser',
    ...{ who: 'anyone', scope: 'read', status: 204 },
    problems: [],
    async handle({ access }, { caller }) {
      if (caller?.credential.kind === 'session') await access.revoke(caller.person, caller.credential.id);
      return reply(null, { session: null });
    },
  }),

  operation({
    ...{ id: 'listTokens', method: 'get', path: '/api/tokens', tag: tokens },
    summary: 'Your tokens, without their secrets',
    ...{ who: 'caller', scope: 'read', status: 200 },
    problems: [],
    answer: schemas.tokenList,
    async handle({ access }, { caller }) {
      return reply({ tokens: (await access.tokens(caller.person)).map(tokenJson) });
    },
  }),

  operation({
    ...{ id: 'createToken', method: 'post', path: '/api/tokens', tag: tokens },
    summary: 'Make a token for a program of yours',
    description: 'Its secret is in this answer and never again anywhere. Send it as `Authorization: Bearer <secret>`.',
    ...{ who: 'caller', scope: 'write', sessionOnly: true, status: 201 },
    problems: ['limit-reached'],
    body: schemas.newToken,
    answer: schemas.createdToken,
    async handle({ access, clock }, { caller, body }) {
      const { label, scope, days } = body;
      const expiresAt = days === undefined ? null : clock.now() + days * day;
      const made = await access.createToken(caller.person, { label, scope, expiresAt });
      if (!made.ok) return problem('limit-reached', problemWords.tokensFull);
      return reply({ token: tokenJson(made.token), secret: made.secret });
    },
  }),

  operation({
    ...{ id: 'revokeToken', method: 'delete', path: '/api/tokens/{id}', tag: tokens },
    summary: 'A token lets nobody in any more',
    ...{ who: 'caller', scope: 'write', status: 204 },
    problems: ['not-found'],
    params: z.strictObject({ id: schemas.credentialId }),
    async handle({ access }, { caller, params }) {
      const mine = (await access.tokens(caller.person)).some(({ id }) => id === params.id);
      const revoked = mine && (await access.revoke(caller.person, params.id));
      return revoked ? reply(null) : problem('not-found', problemWords.notFound);
    },
  }),

  operation({
    ...{ id: 'getFeed', method: 'get', path: '/api/feed', tag: feed },
    summary: 'Whether you have a calendar feed',
    ...{ who: 'caller', scope: 'read', status: 200 },
    problems: [],
    answer: schemas.feed,
    handle: async ({ access }, { caller }) => reply(await feedJson(access, caller.person, null)),
  }),

  operation({
    ...{ id: 'createFeed', method: 'post', path: '/api/feed', tag: feed },
    summary: 'Make an address for calendars to subscribe to; the one before ends',
    description: 'Whoever has the address sees your sessions. It is in this answer and never again anywhere.',
    ...{ who: 'caller', scope: 'write', sessionOnly: true, status: 201 },
    problems: [],
    answer: schemas.feed,
    async handle({ access, publicUrl }, { caller }) {
      const secret = await access.createFeed(caller.person);
      return reply(await feedJson(access, caller.person, `${publicUrl}/api/feed/${secret}.ics`));
    },
  }),

  operation({
    ...{ id: 'endFeed', method: 'delete', path: '/api/feed', tag: feed },
    summary: 'End your calendar feed',
    ...{ who: 'caller', scope: 'write', status: 200 },
    problems: [],
    answer: schemas.feed,
    async handle({ access }, { caller: { person } }) {
      const found = await access.feed(person);
      if (found) await access.revoke(person, found.id);
      return reply(await feedJson(access, person, null));
    },
  }),

  operation({
    ...{ id: 'readFeed', method: 'get', path: '/api/feed/{secret}.ics', tag: feed },
    summary: "Somebody's booked sessions, for whoever has the address",
    ...{ who: 'anyone', scope: 'read', status: 200, etag: true },
    problems: ['not-found'],
    params: z.strictObject({ secret: z.string().min(1).max(100).meta({ description: 'Lets in by itself' }) }),
    answer: { type: 'text/calendar', description: 'iCalendar (RFC 5545); sessions that were called off stay in it' },
    async handle(ports, { params }) {
      const caller = await ports.access.enter(params.secret, 'feed');
      if (!caller) return problem('not-found', problemWords.notFound);
      return reply(await personalFeed(ports, caller.person), { headers: { 'cache-control': 'private, no-cache' } });
    },
  }),
];
