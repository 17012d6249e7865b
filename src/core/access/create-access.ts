import type { PersonId, ProgramId } from '#core/ids.ts';
import type { PeopleStore } from '#core/people/people-store.ts';
import type { Person } from '#core/people/person.ts';
import type { ProgramStore } from '#core/programs/program-store.ts';
import { type Clock, day, type Instant, minute } from '#core/time/clock.ts';
import type { Access, Caller } from './access.ts';
import { type Credential, type CredentialKind, mostTokens, signInLife } from './credential.ts';
import type { CredentialStore } from './credential-store.ts';
import { credentialId, newSecret } from './secret.ts';

/** After the last day on which it was used. */
const sessionLife = 30 * day;
/** A session is prolonged when so much of its life is gone, so at most once a day. */
const prolongAfter = day;
/** How long a platform's word that somebody runs the place is believed. They come through chat again when they need it again. */
const organizerLife = day;
/** How exactly it is known when a credential was last used. */
const usedEvery = 10 * minute;

export function createAccess(ports: {
  credentials: CredentialStore;
  people: PeopleStore;
  programs: ProgramStore;
  clock: Clock;
}): Access {
  const { credentials, people, programs, clock } = ports;

  async function create(
    kind: CredentialKind,
    personId: PersonId,
    fields: Pick<Credential, 'expiresAt'> & Partial<Pick<Credential, 'label' | 'scope' | 'organizes' | 'createdAt'>>,
  ): Promise<{ secret: string; credential: Credential }> {
    const { secret, id } = newSecret(kind);
    const credential: Credential = {
      ...{ id, kind, personId, label: '', scope: 'write', organizes: [], createdAt: clock.now(), usedAt: null },
      ...fields,
    };
    await credentials.add(credential);
    return { secret, credential };
  }

  async function callerOf(credential: Credential): Promise<Caller | null> {
    const person = await people.get(credential.personId);
    return person && { person, scope: credential.scope, credential, organizes: await organizedBy(person, credential) };
  }

  /** Of the programmes that the person is seen in, as chat has it too: whose place has moved into another programme organises nothing behind it. */
  async function organizedBy(person: Person, credential: Credential): Promise<Set<ProgramId>> {
    const now = clock.now();
    const told = credential.organizes.flatMap(({ programId, until }) => (until > now ? programId : []));
    const communityIds = new Set(person.accounts.flatMap((account) => account.communityIds));
    const seen = await Promise.all([...communityIds].map((id) => programs.ofCommunity(id)));
    const organized = seen.filter(
      (program) => program && (told.includes(program.id) || program.organizerIds.some((id) => person.ids.includes(id))),
    );
    return new Set(organized.flatMap((program) => program?.id ?? []));
  }

  async function openSession(personId: PersonId, organizes: Credential['organizes']) {
    const { secret, credential } = await create('session', personId, {
      expiresAt: clock.now() + sessionLife,
      organizes,
    });
    const caller = await callerOf(credential);
    return caller && { secret, caller };
  }

  /** Writes down now and then that it is in use. */
  async function use(credential: Credential): Promise<{ credential: Credential; prolonged: boolean }> {
    const now = clock.now();
    const { kind, usedAt, expiresAt } = credential;
    const prolonged = kind === 'session' && expiresAt !== null && expiresAt - now <= sessionLife - prolongAfter;
    if (!prolonged && usedAt !== null && now - usedAt < usedEvery) return { credential, prolonged };
    const used = { usedAt: now, expiresAt: prolonged ? now + sessionLife : expiresAt };
    await credentials.setUsed(credential.id, used);
    return { credential: { ...credential, ...used }, prolonged };
  }

  const current = ({ expiresAt }: Credential): boolean => expiresAt === null || expiresAt > clock.now();

  async function listOf(person: Person, kind: CredentialKind): Promise<Credential[]> {
    return (await credentials.listOf(person.ids, kind)).filter(current);
  }

  return {
    async offerSignIn(personId, organizes) {
      const now = clock.now();
      const { secret } = await create('sign-in', personId, {
        expiresAt: now + signInLife,
        organizes: organizes.map((programId) => ({ programId, until: now + organizerLife })),
      });
      return secret;
    },

    async signIn(secret) {
      const id = credentialId(secret, 'sign-in');
      const link = id === null ? null : await credentials.take(id);
      if (!link || !current(link) || !(await people.get(link.personId))) return null;
      return openSession(link.personId, link.organizes);
    },

    async openSession(personId) {
      return (await people.get(personId)) ? openSession(personId, []) : null;
    },

    async enter(secret, kind) {
      const id = credentialId(secret, kind);
      const found = id === null ? null : await credentials.find(id);
      if (!found || found.kind !== kind || !current(found)) return null;
      const { credential, prolonged } = await use(found);
      const caller = await callerOf(credential);
      return caller && { ...caller, ...(prolonged && { prolonged }) };
    },

    async createToken(person, options) {
      const { label, scope, expiresAt } = options;
      const { secret, credential } = await create('token', person.id, { label, scope, expiresAt });
      // Counted after it was written: of several made at once, each sees those before it, so that there are never too many.
      if ((await listOf(person, 'token')).length <= mostTokens) return { ok: true, secret, token: credential };
      await credentials.remove(credential.id, person.ids);
      return { ok: false, reason: 'too-many' };
    },

    tokens: (person) => listOf(person, 'token'),
    sessions: (person) => listOf(person, 'session'),

    async createFeed(person) {
      const [last] = await listOf(person, 'feed');
      // Later than the one before by any clock, for the latest is the one that stays; of several made at once that is the same one to all.
      const createdAt = Math.max(clock.now(), (last?.createdAt ?? 0) + 1);
      const { secret } = await create('feed', person.id, { scope: 'read', expiresAt: null, createdAt });
      const [, ...before] = await listOf(person, 'feed');
      for (const { id } of before) await credentials.remove(id, person.ids);
      return secret;
    },

    async feed(person) {
      const [latest] = await listOf(person, 'feed');
      return latest ?? null;
    },

    revoke: (person, id) => credentials.remove(id, person.ids),
    prune: (now: Instant) => credentials.prune(now),
  };
}
