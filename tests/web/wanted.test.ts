import { describe, expect, it } from 'vitest';
import { readWanted } from '../../src/web/shell/wanted.ts';

const origin = 'https://confab.example';
const now = 1_800_000_000_000;
const minute = 60_000;
const read = (address: unknown, at: unknown = now) => readWanted(JSON.stringify({ address, at }), { now, origin });

describe('the page that was wanted before signing in', () => {
  it.each(['/', '/sessions/m2', '/calendar?view=week', '/program/discord%3A1', '/book?mentor=a%20b&name=%C3%89va'])(
    'is where one lands: %s',
    (address) => {
      expect(read(address)).toBe(address);
    },
  );

  it.each([
    'https://example.org/',
    'https://confab.example.evil.test/',
    'https://confab.example@example.org/',
    'http://confab.example/sessions/m2',
    '//example.org',
    '///example.org',
    '/\\example.org',
    '\\\\example.org',
    '/\t/example.org',
    '/.//example.org',
    '/sessions/..//example.org',
    'javascript:alert(1)',
    'data:text/html,hello',
    'blob:https://confab.example/1',
  ])('is never another place: %j', (address) => {
    expect(read(address)).toBe('/');
  });

  it('is forgotten after half an hour', () => {
    expect(read('/account', now - 30 * minute)).toBe('/account');
    expect(read('/account', now - 30 * minute - 1)).toBe('/');
    expect(read('/account', now + 1)).toBe('/');
  });

  it.each([null, '', 'null', '[]', '"/account"', '{"address":"/account"}', '{"address":1,"at":1}'])(
    'is the first page where nothing readable was kept: %j',
    (kept) => {
      expect(readWanted(kept, { now, origin })).toBe('/');
    },
  );

  it.each([
    { address: '/account', at: '1' },
    { address: ['/account'], at: now },
  ])('has its form: %j', (kept) => {
    expect(readWanted(JSON.stringify(kept), { now, origin })).toBe('/');
  });
});
