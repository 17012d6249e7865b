import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CalendarNotification } from '#core/connections/calendar-channels.ts';
import { StorageError } from '#core/storage-error.ts';
import { type ApiWorld, createApiWorld, kindOf } from './api-world.ts';

const path = '/api/google/notifications';

let world: ApiWorld;
let heard: CalendarNotification[];
let away: boolean;

beforeEach(async () => {
  [heard, away] = [[], false];
  world = await createApiWorld({
    limits: { all: 5, changes: 5, signIn: 5 },
    channels: {
      async notified(notification) {
        if (away) throw new StorageError('away', { code: 'away', retryable: true, lost: 'away' });
        heard.push(notification);
        return notification.channelId === 'ours' && notification.token === 'secret';
      },
    },
  });
});
afterEach(() => world.close());

const google = (headers: Record<string, string> = {}) => ({
  'x-goog-channel-id': 'ours',
  'x-goog-channel-token': 'secret',
  'x-goog-resource-state': 'exists',
  'x-goog-message-number': '2',
  ...headers,
});
const post = (headers: Record<string, string>, raw?: string) =>
  world.call('POST', path, 'nobody', { headers, ...(raw !== undefined && { raw }) });

describe('what Google tells', () => {
  it('is passed on and answered with nothing, without a session or anything else of ours', async () => {
    const answer = await post(google());
    expect([answer.status, answer.text]).toEqual([204, '']);
    expect(answer.headers.get('set-cookie')).toBeNull();
    expect(heard).toEqual([{ channelId: 'ours', token: 'secret', state: 'exists' }]);
  });

  it('is told by its headers alone: a body is not read, whatever it is', async () => {
    expect((await post(google({ 'content-type': 'application/json' }), '{"broken')).status).toBe(204);
    expect((await post(google({ 'content-type': 'text/plain' }), 'x'.repeat(200_000))).status).toBe(204);
  });

  it('through no channel of ours is told that there is nothing, as everywhere else', async () => {
    const nothing = await world.call('POST', '/api/nothing', 'nobody');
    for (const headers of [
      google({ 'x-goog-channel-id': 'guessed' }),
      google({ 'x-goog-channel-token': 'guessed' }),
      { 'x-goog-channel-id': 'ours' },
      {},
    ]) {
      const answer = await post(headers);
      expect(kindOf(answer)).toBe('not-found 404');
      expect(answer.text).toBe(nothing.text);
    }
    expect(heard).toHaveLength(2);
    expect(kindOf(await world.call('GET', path, 'nobody'))).toBe('not-found 404');
  });

  it('may be told as often as there is something, but guessed at as seldom as anything else', async () => {
    for (let times = 0; times < 20; times += 1) expect((await post(google())).status).toBe(204);
    const guesses: number[] = [];
    for (let times = 0; times < 7; times += 1)
      guesses.push((await post(google({ 'x-goog-channel-token': 'a' }))).status);
    expect(guesses).toEqual([404, 404, 404, 404, 404, 429, 429]);
  });

  it('is answered so that Google tells it again when the database is away', async () => {
    away = true;
    expect(kindOf(await post(google()))).toBe('away 503');
  });

  it('is nothing where Google has nothing to tell', async () => {
    await world.close();
    world = await createApiWorld();
    expect(kindOf(await world.call('POST', path, 'nobody', { headers: google() }))).toBe('not-found 404');
  });
});
