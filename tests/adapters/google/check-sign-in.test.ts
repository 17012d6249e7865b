import { describe, expect, it } from 'vitest';
import { checkSignIn, whyGoogleRefuses } from '../../../src/adapters/google/check-sign-in.ts';

const publicUrl = 'https://confab.example.org';
const redirectUri = `${publicUrl}/api/auth/google/callback`;
const key = (id: string) => `${id}:${Buffer.alloc(32, id).toString('base64')}`;
const check = (settings: Partial<Parameters<typeof checkSignIn>[0]>) => {
  const [signingIn, calendars] = checkSignIn({
    ...{ redirectUri, publicUrl, encryptionKeys: null, hasCalendar: false },
    ...settings,
  });
  return { signingIn: signingIn!, calendars: calendars! };
};

describe('what doctor says of signing in with Google', () => {
  it('is exactly which redirect URI has to be registered', () => {
    expect(check({}).signingIn).toEqual({
      ...{ name: 'Signing in with Google', ok: true },
      detail: `the OAuth client at Google needs exactly this redirect URI: ${redirectUri}`,
    });
  });

  it.each(['http://127.0.0.1:8917/api/auth/google/callback', `${redirectUri}/`, redirectUri.toUpperCase()])(
    'is that nobody can while GOOGLE_REDIRECT_URI is another one: %s',
    (other) => {
      const { signingIn } = check({ redirectUri: other });
      expect(signingIn).toMatchObject({ ok: false, detail: expect.stringContaining(`is not ${redirectUri}`) });
      expect(signingIn.mend).toContain(`register exactly ${redirectUri} as`);
      // Connecting the calendar of the organisation needs only an address on this machine.
      expect(check({ redirectUri: other, hasCalendar: true }).signingIn).toMatchObject({ ok: true });
    },
  );

  it('is that nobody can where there is no dashboard', () => {
    expect(check({ publicUrl: null }).signingIn).toMatchObject({
      ...{ ok: false, mend: expect.stringContaining('PUBLIC_URL') },
    });
  });

  it('is that Google does not accept the address, whether it is set already or not', () => {
    const bare = 'https://203.0.113.7';
    const wanted = `${bare}/api/auth/google/callback`;
    for (const redirectUri of [wanted, 'http://127.0.0.1:8917/api/auth/google/callback']) {
      const { ok, detail, mend } = check({ publicUrl: bare, redirectUri }).signingIn;
      expect(ok).toBe(false);
      expect(`${detail} ${mend}`).toContain('Google takes no bare IP address');
      expect(mend).not.toContain('register exactly');
    }
  });
});

describe('a redirect URI', () => {
  it.each([
    'https://confab.example.org/api/auth/google/callback',
    'https://confab.example.org:8443/x',
    'http://localhost:3000/x',
    'http://127.0.0.1:3000/x',
    'http://[::1]:3000/x',
    'https://localhost/x',
  ])('that Google takes: %s', (uri) => {
    expect(whyGoogleRefuses(uri)).toBeNull();
  });

  it.each([
    ['http://confab.example.org/x', 'else https'],
    ['http://127.0.0.1.example.org/x', 'else https'],
    ['https://203.0.113.7/x', 'bare IP'],
    ['https://[2001:db8::7]/x', 'bare IP'],
    ['https://3405803783/x', 'bare IP'],
    ['https://confab/x', 'in public'],
    ['https://confab.local/x', 'in public'],
    ['https://confab.corp.internal/x', 'in public'],
  ])('that Google refuses: %s', (uri, why) => {
    expect(whyGoogleRefuses(uri)).toContain(why);
  });
});

describe("what doctor says of mentors' own calendars", () => {
  it('is that they need keys, which matters where there is no other calendar', () => {
    expect(check({}).calendars).toMatchObject({ ok: 'warn', detail: expect.stringContaining('ENCRYPTION_KEYS') });
    expect(check({ hasCalendar: true }).calendars).toMatchObject({ ok: true });
  });

  it('is which key seals, and which are there for what is older, and never a key', () => {
    const { calendars } = check({ encryptionKeys: `${key('new')},${key('old')},${key('older')}` });
    expect(calendars).toMatchObject({ ok: true });
    expect(calendars.detail).toContain('key "new" seals them; "old", "older" open what is older');
    expect(check({ encryptionKeys: key('new') }).calendars.detail).toBe('can be connected; key "new" seals them');
    for (const id of ['new', 'old']) expect(calendars.detail).not.toContain(key(id).slice(4));
  });

  it('is what is wrong with a key', () => {
    expect(check({ encryptionKeys: 'k1:short' }).calendars).toMatchObject({
      ...{ ok: false, detail: expect.stringContaining('32 bytes') },
    });
  });
});
