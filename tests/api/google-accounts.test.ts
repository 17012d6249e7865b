import { Router } from 'express';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { GoogleConnections } from '#core/connections/google-connections.ts';
import type { Person } from '#core/people/person.ts';
import { NOW } from '../builders.ts';
import { type ApiWorld, createApiWorld, kindOf } from './api-world.ts';

let world: ApiWorld;
/** What Google's side was asked. */
let asked: string[];
let waiting: string | null;

const account = {
  id: 'sub-1',
  email: 'leo@gmail.com',
  connectedAt: NOW,
  calendar: { state: 'lost', since: NOW },
} as const;
const connections: Partial<GoogleConnections> = {
  lendsCalendars: true,
  accounts: async ({ name }: Person) => (name === 'Leo' ? [account] : []),
  forget: async ({ name }: Person, id) => {
    asked.push(`forget ${id} of ${name}`);
    return name === 'Leo' && id === account.id;
  },
  disconnectCalendar: async ({ name }: Person) => {
    asked.push(`disconnect ${name}`);
    return { disconnected: 1, revokedAtGoogle: false };
  },
};

beforeEach(async () => {
  asked = [];
  waiting = 'leo@gmail.com';
  const router = Router();
  router.get('/api/auth/google', (_request, response) => void response.redirect('https://accounts.google.test/'));
  world = await createApiWorld({
    limits: { all: 100, changes: 100, signIn: 2 },
    google: {
      connections: connections as GoogleConnections,
      signIn: {
        router,
        waiting: async () => waiting,
        connectWaiting: async (_request, person) => {
          asked.push(`connect ${waiting} to ${person.name}`);
          return waiting;
        },
      },
    },
  });
});
afterEach(() => world.close());

describe('Google accounts', () => {
  it('are shown to whose they are, with how their calendars stand', async () => {
    expect((await world.call('GET', '/api/me/google', 'leo')).json).toEqual({
      ...{ signIn: true, calendars: true },
      accounts: [
        {
          ...{ id: 'sub-1', email: 'leo@gmail.com', connectedAt: '2026-12-01T09:00:00.000Z' },
          calendar: { state: 'lost', since: '2026-12-01T09:00:00.000Z' },
        },
      ],
    });
    expect((await world.call('GET', '/api/me/google', 'ana')).json).toMatchObject({ accounts: [] });
  });

  it('are forgotten by whose they are, on a page', async () => {
    expect(kindOf(await world.call('DELETE', '/api/me/google/sub-1', 'ana'))).toBe('not-found 404');
    expect(kindOf(await world.call('DELETE', '/api/me/google/sub-1', await world.token('leo', 'write')))).toBe(
      'session-only 403',
    );
    expect((await world.call('DELETE', '/api/me/google/sub-1', 'leo')).status).toBe(204);
    expect(asked).toEqual(['forget sub-1 of Ana', 'forget sub-1 of Leo']);
  });

  it('give their calendars back', async () => {
    const answer = await world.call('POST', '/api/me/calendar/disconnect', 'leo');
    expect(answer.json).toEqual({ disconnected: 1, revokedAtGoogle: false });
  });

  it('that wait in a browser are connected to whoever signs in there from chat', async () => {
    expect((await world.call('GET', '/api/auth/options', 'nobody')).json).toEqual({ google: true, waiting });
    const code = await world.access.offerSignIn(world.people.leo.person.id, []);
    await world.call('POST', '/api/auth/link', 'nobody', { body: { code: 'guessed' } });
    expect(asked).toEqual([]);
    expect((await world.call('POST', '/api/auth/link', 'nobody', { body: { code } })).status).toBe(204);
    expect(asked).toEqual(['connect leo@gmail.com to Leo']);
  });

  it('are signed in with as seldom as anything else is tried', async () => {
    const begin = () => world.call('GET', '/api/auth/google', 'nobody');
    const statuses = [await begin(), await begin(), await begin()].map(({ status }) => status);
    expect(statuses).toEqual([302, 302, 429]);
  });
});
