import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Access, Caller } from '#core/access/access.ts';
import { createAccess } from '#core/access/create-access.ts';
import type { CredentialStore } from '#core/access/credential-store.ts';
import type { CommunityId, PersonId } from '#core/ids.ts';
import type { Person } from '#core/people/person.ts';
import { day, hour, minute } from '#core/time/clock.ts';
import { NOW } from '../../builders.ts';
import { aLearnerAt, codeFor, connectAccounts, onDiscord, onSlack, useSmallHouse } from '../../fakes/small-house.ts';

const house = useSmallHouse();
const sessionLife = 30 * day;

async function aPersonCalled(name: string): Promise<Person> {
  return (await aLearnerAt(house, onDiscord(name))).person;
}

async function aSession(person: Person, organizes: Parameters<Access['offerSignIn']>[1] = []): Promise<string> {
  const signedIn = await house.access.signIn(await house.access.offerSignIn(person.id, organizes));
  if (!signedIn) throw new Error('The link did not sign in.');
  return signedIn.secret;
}

async function aToken(person: Person, scope: 'read' | 'write' = 'read', expiresAt: number | null = null) {
  const made = await house.access.createToken(person, { label: 'My script', scope, expiresAt });
  if (!made.ok) throw new Error(made.reason);
  return made;
}

const stored = () => JSON.stringify(house.db.all('SELECT * FROM credentials'));

/** Counts what is written about use. */
function countingUses(): { access: Access; uses(): number } {
  let uses = 0;
  const { credentials } = house.stores;
  const counting: CredentialStore = {
    ...credentials,
    setUsed: (...given) => {
      uses += 1;
      return credentials.setUsed(...given);
    },
  };
  const access = createAccess({ ...house.stores, credentials: counting, clock: house.clock });
  return { access, uses: () => uses };
}

describe('a secret', () => {
  it('begins with its kind, has 256 random bits, and is stored nowhere', async () => {
    const leo = await aPersonCalled('Leo');
    const link = await house.access.offerSignIn(leo.id, []);
    expect(link).toMatch(/^cfbl_[\w-]{43}$/);
    expect(stored()).toContain(createHash('sha256').update(link).digest('hex'));
    const secrets = [
      link,
      await aSession(leo),
      (await aToken(leo)).secret,
      (await aToken(leo)).secret,
      await house.access.createFeed(leo),
    ];
    expect(secrets.slice(1).map((secret) => secret.replace(/_.*/, '_'))).toEqual(['cfbs_', 'cfb_', 'cfb_', 'cfbf_']);
    expect(new Set(secrets.map((secret) => secret.slice(-43))).size).toBe(5);
    for (const secret of secrets) expect(stored()).not.toContain(secret.slice(-43));
  });

  it('of one kind does not let in as another, and is not used up by trying', async () => {
    const leo = await aPersonCalled('Leo');
    const secrets = {
      'sign-in': await house.access.offerSignIn(leo.id, []),
      session: await aSession(leo),
      token: (await aToken(leo)).secret,
      feed: await house.access.createFeed(leo),
    };
    const kinds = ['session', 'token', 'feed'] as const;
    for (const [kind, secret] of Object.entries(secrets)) {
      if (kind !== 'sign-in') expect(await house.access.signIn(secret), kind).toBeNull();
      for (const as of kinds) {
        expect((await house.access.enter(secret, as))?.person.id ?? null, `${kind} as ${as}`).toBe(
          as === kind ? leo.id : null,
        );
      }
    }
    expect(await house.access.signIn(secrets['sign-in'])).not.toBeNull();
  });

  it.each(['', 'cfbs_', 'nonsense', `cfbs_${'A'.repeat(43)}`, `cfbs_${'A'.repeat(44)}`, `cfbs_${'A'.repeat(42)}\n`])(
    'that was never made lets nobody in: %j',
    async (secret) => {
      await aSession(await aPersonCalled('Leo'));
      for (const kind of ['session', 'token', 'feed'] as const)
        expect(await house.access.enter(secret, kind)).toBeNull();
      expect(await house.access.signIn(secret)).toBeNull();
    },
  );

  it('is not known by its fingerprint, which is shown to its owner', async () => {
    const { token } = await aToken(await aPersonCalled('Leo'));
    for (const secret of [token.id, `cfb_${token.id}`]) expect(await house.access.enter(secret, 'token')).toBeNull();
  });
});

describe('a sign-in link', () => {
  it('opens a session of thirty days that may change things', async () => {
    const leo = await aPersonCalled('Leo');
    const signedIn = await house.access.signIn(await house.access.offerSignIn(leo.id, []));
    expect(signedIn?.caller).toMatchObject({ person: { id: leo.id }, scope: 'write' });
    expect(signedIn?.caller.credential).toMatchObject({ kind: 'session', expiresAt: NOW + sessionLife });
    expect((await house.access.enter(signedIn!.secret, 'session'))?.person).toEqual(leo);
  });

  it('works once, however many open it at the same time', async () => {
    const leo = await aPersonCalled('Leo');
    const link = await house.access.offerSignIn(leo.id, []);
    const opened = await Promise.all(Array.from({ length: 10 }, () => house.access.signIn(link)));
    expect(opened.filter((one) => one !== null)).toHaveLength(1);
    expect(await house.access.sessions(leo)).toHaveLength(1);
  });

  it('works for ten minutes', async () => {
    const leo = await aPersonCalled('Leo');
    const [inTime, tooLate] = [await house.access.offerSignIn(leo.id, []), await house.access.offerSignIn(leo.id, [])];
    house.clock.at += 10 * minute - 1;
    expect(await house.access.signIn(inTime)).not.toBeNull();
    house.clock.at += 1;
    expect(await house.access.signIn(tooLate)).toBeNull();
    expect(await house.access.sessions(leo)).toHaveLength(1);
  });

  it('for nobody opens nothing', async () => {
    const nobody = 'nobody' as PersonId;
    expect(await house.access.signIn(await house.access.offerSignIn(nobody, []))).toBeNull();
    expect(await house.access.openSession(nobody)).toBeNull();
    expect(stored()).toBe('[]');
  });
});

describe('a session', () => {
  it('is opened without a link for who proved otherwise who they are', async () => {
    const leo = await aPersonCalled('Leo');
    const opened = await house.access.openSession(leo.id);
    expect((await house.access.enter(opened!.secret, 'session'))?.person.id).toBe(leo.id);
  });

  it('is prolonged while it is used, once a day', async () => {
    const secret = await aSession(await aPersonCalled('Leo'));
    const { access, uses } = countingUses();
    const ends = async (at: number) => {
      house.clock.at = at;
      const caller = await access.enter(secret, 'session');
      return [(caller?.credential.expiresAt ?? 0) - at, caller?.prolonged];
    };
    expect(await ends(NOW + day - 1)).toEqual([sessionLife - day + 1, undefined]);
    expect(await ends(NOW + day)).toEqual([sessionLife, true]);
    expect(await ends(NOW + day + 1)).toEqual([sessionLife - 1, undefined]);
    expect(uses()).toBe(2);
    // A month of weekly visits later.
    for (const days of [8, 15, 22, 29, 36, 43]) expect(await ends(NOW + days * day)).toEqual([sessionLife, true]);
  });

  it('ends thirty days after it was last used', async () => {
    const secret = await aSession(await aPersonCalled('Leo'));
    house.clock.at = NOW + sessionLife - 1;
    expect(await house.access.enter(secret, 'session')).not.toBeNull();
    house.clock.at += sessionLife;
    expect(await house.access.enter(secret, 'session')).toBeNull();
  });

  it('ends when it is signed out, at once and alone', async () => {
    const leo = await aPersonCalled('Leo');
    const [here, there] = [await aSession(leo), await aSession(leo)];
    const caller = (await house.access.enter(here, 'session')) as Caller;
    expect(await house.access.revoke(caller.person, caller.credential.id)).toBe(true);
    expect(await house.access.enter(here, 'session')).toBeNull();
    expect(await house.access.enter(there, 'session')).not.toBeNull();
    expect(await house.access.sessions(leo)).toHaveLength(1);
  });

  it('stays when its person is linked into another, and is theirs from then on', async () => {
    const discord = await house.desk.arrive(onDiscord('Leo'));
    const slack = await house.desk.arrive(onSlack('Leo'));
    const [onOne, onOther] = [await aSession(discord.person), await aSession(slack.person)];
    const { secret, token } = await aToken(slack.person);
    await connectAccounts(house, slack, await codeFor(house, discord, 'person'));
    for (const session of [onOne, onOther]) {
      const caller = await house.access.enter(session, 'session');
      expect(caller?.person).toMatchObject({ id: discord.person.id, accounts: [{}, {}] });
    }
    const both = (await house.access.enter(onOne, 'session'))!.person;
    expect(await house.access.sessions(both)).toHaveLength(2);
    expect((await house.access.tokens(both)).map(({ id }) => id)).toEqual([token.id]);
    expect(await house.access.revoke(both, token.id)).toBe(true);
    expect(await house.access.enter(secret, 'token')).toBeNull();
  });
});

describe('a token', () => {
  it('lets in with the scope it was given, until it is revoked', async () => {
    const leo = await aPersonCalled('Leo');
    const { secret, token } = await aToken(leo);
    expect(token).toMatchObject({ label: 'My script', scope: 'read', usedAt: null, expiresAt: null });
    house.clock.at += 1_000 * day;
    expect(await house.access.enter(secret, 'token')).toMatchObject({ person: { id: leo.id }, scope: 'read' });
    expect((await house.access.enter((await aToken(leo, 'write')).secret, 'token'))?.scope).toBe('write');
    expect(await house.access.revoke(leo, token.id)).toBe(true);
    expect(await house.access.enter(secret, 'token')).toBeNull();
    expect(await house.access.revoke(leo, token.id)).toBe(false);
  });

  it('with an end lets nobody in behind it, however much it is used', async () => {
    const leo = await aPersonCalled('Leo');
    const { secret } = await aToken(leo, 'write', NOW + 2 * day);
    house.clock.at += 2 * day - 1;
    const caller = await house.access.enter(secret, 'token');
    expect(caller?.credential.expiresAt).toBe(NOW + 2 * day);
    expect(caller?.prolonged).toBeUndefined();
    house.clock.at += 1;
    expect(await house.access.enter(secret, 'token')).toBeNull();
    expect(await house.access.tokens(leo)).toEqual([]);
  });

  it('is one of twenty at most that let in, also when many are made at once', async () => {
    const leo = await aPersonCalled('Leo');
    const making = async () => house.access.createToken(leo, { label: 'x', scope: 'read', expiresAt: null });
    for (let count = 1; count < 20; count += 1) await aToken(leo, 'read', count === 1 ? NOW + day : null);
    const twentieth = await making();
    expect(twentieth).toMatchObject({ ok: true });
    expect(await making()).toEqual({ ok: false, reason: 'too-many' });
    expect(await house.access.tokens(leo)).toHaveLength(20);
    await aToken(await aPersonCalled('Maya'));

    if (twentieth.ok) await house.access.revoke(leo, twentieth.token.id);
    expect(await making()).toMatchObject({ ok: true });
    house.clock.at += day;
    const atOnce = await Promise.all(Array.from({ length: 5 }, making));
    expect(atOnce.filter(({ ok }) => ok).length).toBeLessThanOrEqual(1);
    expect((await house.access.tokens(leo)).length).toBeLessThanOrEqual(20);
    for (const made of atOnce) if (made.ok) expect(await house.access.enter(made.secret, 'token')).not.toBeNull();
  });

  it('is listed and revoked by its owner only', async () => {
    const [leo, maya] = [await aPersonCalled('Leo'), await aPersonCalled('Maya')];
    const { secret, token } = await aToken(leo);
    expect(await house.access.tokens(maya)).toEqual([]);
    expect(await house.access.revoke(maya, token.id)).toBe(false);
    expect(await house.access.enter(secret, 'token')).not.toBeNull();
  });

  it('says when it was last used to within ten minutes, without writing at every request', async () => {
    const leo = await aPersonCalled('Leo');
    const { secret } = await aToken(leo);
    const { access, uses } = countingUses();
    const usedAt = async () => (await house.access.tokens(leo))[0]?.usedAt;
    for (const late of [0, 1, 10 * minute - 1]) {
      house.clock.at = NOW + late;
      await access.enter(secret, 'token');
      expect(await usedAt()).toBe(NOW);
    }
    house.clock.at = NOW + 10 * minute;
    await access.enter(secret, 'token');
    expect(await usedAt()).toBe(NOW + 10 * minute);
    expect(uses()).toBe(2);
  });
});

describe('a calendar feed', () => {
  it('is one a person: a new one ends the one before', async () => {
    const [leo, maya] = [await aPersonCalled('Leo'), await aPersonCalled('Maya')];
    expect(await house.access.feed(leo)).toBeNull();
    const [first, others] = [await house.access.createFeed(leo), await house.access.createFeed(maya)];
    const second = await house.access.createFeed(leo);
    expect(await house.access.enter(first, 'feed')).toBeNull();
    expect(await house.access.enter(second, 'feed')).toMatchObject({ person: { id: leo.id }, scope: 'read' });
    expect(await house.access.enter(others, 'feed')).not.toBeNull();
    const feed = await house.access.feed(leo);
    expect(feed).toMatchObject({ kind: 'feed', usedAt: NOW });
    expect(await house.access.revoke(leo, feed!.id)).toBe(true);
    expect(await house.access.enter(second, 'feed')).toBeNull();
    expect(await house.access.feed(leo)).toBeNull();
  });

  it('is one a person also when several are made at once', async () => {
    const leo = await aPersonCalled('Leo');
    const made = await Promise.all(Array.from({ length: 5 }, () => house.access.createFeed(leo)));
    const entered = await Promise.all(made.map((secret) => house.access.enter(secret, 'feed')));
    expect(entered.filter((caller) => caller !== null)).toHaveLength(1);
  });
});

describe('organisers', () => {
  const programs = async (secret: string) => [...((await house.access.enter(secret, 'session'))?.organizes ?? [])];
  const aBoss = () => house.desk.arrive(onDiscord('Olga', { admin: true }));

  it('that the platform told of are ones for a day, however long the session is', async () => {
    const { person, program } = await aBoss();
    const secret = await aSession(person, [program!.id]);
    house.clock.at = NOW + day - 1;
    expect(await programs(secret)).toEqual([program!.id]);
    house.clock.at = NOW + day;
    expect(await programs(secret)).toEqual([]);
  });

  it('that are named are ones for as long as they are named, in all that lets them in', async () => {
    const boss = await aBoss();
    const leo = await aPersonCalled('Leo');
    const session = await aSession(leo);
    const { secret } = await aToken(leo);
    expect(await programs(session)).toEqual([]);
    await house.desk.name(boss, { role: 'organizer', add: [leo] });
    expect(await programs(session)).toEqual([boss.program!.id]);
    expect((await house.access.enter(secret, 'token'))?.organizes).toEqual(new Set([boss.program!.id]));
    await house.desk.name(boss, { role: 'organizer', remove: [leo] });
    expect(await programs(session)).toEqual([]);
  });

  it('do not pass what the platform told on to their tokens', async () => {
    const { person, program } = await aBoss();
    await aSession(person, [program!.id]);
    const { secret } = await aToken(person, 'write');
    expect((await house.access.enter(secret, 'token'))?.organizes).toEqual(new Set());
  });

  it('organise nothing in a programme that their place has left', async () => {
    const boss = await house.desk.arrive(onSlack('Boss', { admin: true }));
    const guildBoss = await aBoss();
    await house.desk.enterLink(boss, await codeFor(house, guildBoss, 'program'), 'program');
    const joined = await house.desk.arrive(onSlack('Boss', { admin: true }));
    const secret = await aSession(joined.person, [joined.program!.id]);
    expect(await programs(secret)).toEqual([guildBoss.program!.id]);
    await house.stores.programs.moveCommunity('slack:T1' as CommunityId, boss.program!.id);
    expect(await programs(secret)).toEqual([]);
  });
});

describe('pruning', () => {
  it('forgets what has ended and nothing else', async () => {
    const leo = await aPersonCalled('Leo');
    const session = await aSession(leo);
    const { secret } = await aToken(leo);
    await house.access.offerSignIn(leo.id, []);
    expect(await house.access.prune(NOW + hour)).toBe(1);
    expect(await house.access.prune(NOW + hour)).toBe(0);
    expect(await house.access.enter(session, 'session')).not.toBeNull();
    expect(await house.access.prune(NOW + sessionLife)).toBe(1);
    expect(await house.access.enter(secret, 'token')).not.toBeNull();
  });
});
