import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CalendarError, type MeetLinks } from '../../../src/core/calendar/meet-links.ts';
import { type AdapterSetUp, BOT, errorOf, factsOf, HOUR, setUpAdapter } from './google-adapter-setup.ts';

let setUp: AdapterSetUp;
let links: MeetLinks;

beforeEach(async () => {
  setUp = await setUpAdapter();
  links = setUp.newLinks();
});

afterEach(async () => {
  await setUp.google.close();
});

const tokenRequests = () => setUp.journal.entries.filter(({ what }) => what === 'oauth.token').length;
const refused = (reason: string, message: string) => ({
  status: 403,
  body: { error: { code: 403, message, errors: [{ domain: 'usageLimits', reason, message }] } },
});

describe('a failure that passes', () => {
  it.each(['serviceUnavailable', 'rateLimitExceeded', 'userRateLimitExceeded'] as const)(
    'is tried through: %s',
    async (name) => {
      setUp.google.fail('events.insert', name, 2);

      expect((await links.agree(factsOf())).link).toMatch(/^https:/);
      expect(setUp.events()).toHaveLength(1);
    },
  );

  it.each(['serviceUnavailable', 'rateLimitExceeded'] as const)(
    'is left to the queue after three tries: %s',
    async (name) => {
      setUp.google.fail('events.insert', name, 100);

      await expect(links.agree(factsOf())).rejects.toMatchObject({ name: 'CalendarError', code: 'unavailable' });
      expect(setUp.calls()).toEqual(['events.insert', 'events.insert', 'events.insert']);
    },
  );

  it('waits as long as Google asks, where that is short', async () => {
    setUp.google.fail('events.insert', 'tooManyRequests');
    await links.agree(factsOf());
    expect(setUp.pauses).toEqual([2_000]);
  });

  it('hands a longer wait on to the queue', async () => {
    setUp.google.fail('events.insert', { status: 503, body: {}, headers: { 'retry-after': '120' } });

    await expect(links.agree(factsOf())).rejects.toMatchObject({ code: 'unavailable', retryAfter: 120_000 });
    expect(setUp.pauses).toEqual([]);
  });

  it('is left to the queue while Google cannot be reached', async () => {
    setUp.google.goDown();
    await expect(links.agree(factsOf())).rejects.toMatchObject({ code: 'unavailable' });

    setUp.google.comeBack();
    expect((await links.agree(factsOf())).link).toMatch(/^https:/);
  });

  it('asks sign-in no oftener than the API when sign-in is down', async () => {
    setUp.google.fail('oauth.token', 'serviceUnavailable', 100);

    await expect(links.agree(factsOf())).rejects.toMatchObject({ code: 'unavailable' });
    expect(tokenRequests()).toBe(3);
  });

  it('lasts an hour at least when the account writes too much', async () => {
    setUp.google.fail('events.insert', 'quotaExceeded', 100);

    await expect(links.agree(factsOf())).rejects.toMatchObject({ code: 'unavailable', retryAfter: HOUR });
    expect(setUp.calls()).toEqual(['events.insert']);
  });
});

describe('a token', () => {
  it('is fetched anew when Google no longer takes it', async () => {
    const { eventId } = await links.agree(factsOf());
    setUp.google.expireTokens();

    expect((await links.agree(factsOf({ meetingId: eventId }))).eventId).toBe(eventId);
    expect(tokenRequests()).toBe(2);
  });

  it('is lost when the organiser took Confab off the account', async () => {
    setUp.google.revoke(BOT);

    const error = await errorOf(links.agree(factsOf()));
    expect(error).toMatchObject({ code: 'token-lost', message: expect.stringContaining('google:connect') });
    expect(tokenRequests()).toBe(1);
  });

  it('is lost when a fresh one is not taken either', async () => {
    setUp.google.fail('events.insert', 'authError', 100);

    await expect(links.agree(factsOf())).rejects.toMatchObject({ code: 'token-lost' });
    expect(setUp.calls()).toEqual(['events.insert', 'events.insert']);
  });

  it('is lost when the OAuth client was deleted', async () => {
    setUp.google.fail('oauth.token', {
      status: 401,
      body: { error: 'deleted_client', error_description: 'The OAuth client was deleted.' },
    });

    await expect(links.agree(factsOf())).rejects.toMatchObject({
      code: 'token-lost',
      message: expect.stringContaining('was deleted'),
    });
  });

  it('is lost when the client secret is wrong, and the sentence says where to look', async () => {
    await expect(setUp.newLinks({ clientSecret: 'GOCSPX-other' }).agree(factsOf())).rejects.toMatchObject({
      code: 'token-lost',
      message: expect.stringContaining('GOOGLE_CLIENT_SECRET'),
    });
  });
});

describe('a refusal', () => {
  it('names the scope that is missing, and sends nothing twice', async () => {
    const refreshToken = setUp.google.grant(BOT, setUp.settings.clientId, ['openid', 'email', 'calendar.freebusy']);

    await expect(setUp.newLinks({ refreshToken }).agree(factsOf())).rejects.toMatchObject({
      code: 'refused',
      message: expect.stringContaining('calendar.events.owned'),
    });
    expect(setUp.calls()).toEqual(['events.insert']);
  });

  it('names the setting when there is no such calendar', async () => {
    await expect(
      setUp.newLinks({ calendarId: 'nowhere@group.calendar.google.com' }).agree(factsOf()),
    ).rejects.toMatchObject({
      code: 'refused',
      message: expect.stringContaining('GOOGLE_CALENDAR_ID'),
    });
  });

  it('says so when the API is switched off', async () => {
    setUp.google.fail(
      'events.insert',
      refused('accessNotConfigured', 'Google Calendar API has not been used in project 1 before or it is disabled.'),
    );

    await expect(links.agree(factsOf())).rejects.toMatchObject({
      code: 'refused',
      message: expect.stringContaining('switched off'),
    });
  });

  it('is not repeated', async () => {
    setUp.google.fail('events.insert', refused('forbidden', 'Forbidden'), 100);

    await expect(links.agree(factsOf())).rejects.toMatchObject({ code: 'refused' });
    expect(setUp.calls()).toEqual(['events.insert']);
  });
});

describe('what is said about a failure', () => {
  const failures = [
    'serviceUnavailable',
    'quotaExceeded',
    'authError',
    'lost-answer',
    {
      status: 400,
      body: {
        error: { code: 400, message: 'Invalid Value', errors: [{ reason: 'invalid', message: 'Invalid Value' }] },
      },
    },
    { status: 502, body: '<html>Bad gateway</html>' },
  ] as const;

  it.each(failures)('holds no token, no secret and nothing of the event: %o', async (failure) => {
    setUp.google.fail('events.insert', failure, 100);
    const error = await errorOf(links.agree(factsOf()));

    expect(error).toBeInstanceOf(CalendarError);
    const { log } = logging();
    log(error);
    expectNothingPrivate();
  });

  it('holds no secret of sign-in', async () => {
    setUp.google.revoke(BOT);
    const error = await errorOf(links.agree(factsOf()));
    const { log } = logging();
    log(error);
    expectNothingPrivate();
  });

  it('cuts out a token that Google repeats', async () => {
    const { refreshToken, clientSecret } = setUp.settings;
    setUp.google.fail('oauth.token', {
      status: 400,
      body: { error: 'invalid_request', error_description: `Bad token ${refreshToken} for ${clientSecret}` },
    });
    const error = await errorOf(links.agree(factsOf()));
    const { log } = logging();
    log(error);
    expectNothingPrivate();
    expect((error as CalendarError).cause).toMatchObject({ detail: 'Bad token [hidden] for [hidden]' });
  });

  it('holds nothing private where all goes well, either', async () => {
    const { eventId } = await links.agree(factsOf());
    await links.agree(factsOf({ meetingId: eventId, status: 'cancelled' }));
    expect(setUp.lines.length).toBeGreaterThan(1);
    expectNothingPrivate();
  });

  /** Everything an error holds, by whatever means it may be printed. */
  function logging() {
    return {
      log(error: unknown) {
        let depth = 0;
        for (let one = error; one instanceof Error && depth < 5; one = one.cause, depth += 1) {
          setUp.lines.push(
            String(one),
            one.stack ?? '',
            JSON.stringify(one, Object.getOwnPropertyNames(one)),
            JSON.stringify(one),
          );
        }
      },
    };
  }

  function expectNothingPrivate() {
    const said = setUp.lines.join('\n');
    const accessTokens = setUp.journal.entries.flatMap(({ what, answer }) =>
      what === 'oauth.token' ? [(answer as { access_token?: string }).access_token ?? ''] : [],
    );
    const { refreshToken, clientSecret } = setUp.settings;
    const meeting = factsOf().meeting;
    const secrets = [...accessTokens, refreshToken, clientSecret, meeting.subject, meeting.description, 'Grace', 'Ada'];
    for (const secret of secrets) if (secret !== '') expect(said).not.toContain(secret);
    expect(said).not.toMatch(/ya29\.|Bearer/);
  }
});
