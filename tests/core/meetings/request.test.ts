import { describe, expect, it } from 'vitest';
import type { PersonId } from '#core/ids.ts';
import type { Refusal } from '#core/meetings/decision.ts';
import { mayMentor, type RequestFacts, request, validDuration } from '#core/meetings/request.ts';
import { defaultPolicy, requestExpiry } from '#core/meetings/request-expiry.ts';
import { defaultSettings } from '#core/programs/program.ts';
import { day, hour, minute } from '#core/time/clock.ts';
import {
  aCommunity,
  aMentorProfile,
  anAccount,
  aPerson,
  aProgram,
  type guild,
  leo,
  maya,
  NOW,
} from '../../builders.ts';
import { learner, mentor, requestFacts, scheduledAt } from './facts.ts';

function refusalOf(overrides: Partial<RequestFacts>): Refusal | null {
  const decision = request(requestFacts(overrides));
  return decision.ok ? null : decision.refusal;
}

const withProfile = (profile: Partial<ReturnType<typeof aMentorProfile>>) =>
  aPerson({ mentor: aMentorProfile(profile) });

describe('a request', () => {
  it('makes a meeting that waits for its mentor', () => {
    const decision = request(requestFacts());
    expect(decision).toMatchObject({
      ok: true,
      meeting: {
        id: 'meeting',
        programId: 'discord:guild',
        mentorId: maya,
        learnerId: leo,
        subject: 'Recursion',
        description: 'It never ends.',
        scheduledAt,
        duration: 30,
        meetingLink: null,
        linkGivenUp: false,
        meetingId: null,
        status: 'requested',
        version: 1,
        revision: 1,
        reason: '',
        unreached: [],
        history: [{ at: NOW, by: leo, what: 'request', scheduledAt }],
        createdAt: NOW,
        updatedAt: NOW,
      },
    });
  });

  it("takes the mentor's length of session", () => {
    const decision = request(requestFacts({ mentor: withProfile({ duration: 75 }) }));
    expect(decision).toMatchObject({ ok: true, meeting: { duration: 75 } });
  });

  it('may be for a time outside the hours, because the mentor still has to say yes', () => {
    expect(refusalOf({ scheduledAt: scheduledAt + 12 * hour })).toBeNull();
  });

  it('tidies what was typed', () => {
    const decision = request(requestFacts({ subject: '  Trees\n\tand   graphs ', description: '\n One\n\nTwo \n' }));
    expect(decision).toMatchObject({ ok: true, meeting: { subject: 'Trees and graphs', description: 'One\n\nTwo' } });
  });

  it.each<[string, Partial<RequestFacts>, Refusal | null]>([
    ['of 150 characters is fine', { subject: 's'.repeat(150) }, null],
    ['of 151 is too long', { subject: 's'.repeat(151) }, { reason: 'subject-too-long', length: 151 }],
    ['of blanks is missing', { subject: ' \n ' }, { reason: 'subject-missing' }],
    ['is counted without its blanks', { subject: ` ${'s'.repeat(150)} ` }, null],
  ])('a subject %s', (_, overrides, refusal) => {
    expect(refusalOf(overrides)).toEqual(refusal);
  });

  it('has a description of up to 2,000 characters, or none', () => {
    expect(refusalOf({ description: '' })).toBeNull();
    expect(refusalOf({ description: 'd'.repeat(2_000) })).toBeNull();
    expect(refusalOf({ description: 'd'.repeat(2_001) })).toEqual({ reason: 'description-too-long', length: 2_001 });
  });

  it.each<[string, Partial<RequestFacts>, Refusal | null]>([
    ['now is past', { scheduledAt: NOW }, { reason: 'past' }],
    ['yesterday is past', { scheduledAt: NOW - day }, { reason: 'past' }],
    ['with exactly the notice asked for is fine', { scheduledAt: NOW + 2 * hour }, null],
    [
      'with less notice is too soon',
      { scheduledAt: NOW + 2 * hour - 5 * minute },
      { reason: 'too-soon', earliest: NOW + 2 * hour },
    ],
    [
      'in a minute is fine for a mentor without notice',
      { scheduledAt: NOW + 5 * minute, mentor: withProfile({ notice: 0 }) },
      null,
    ],
    [
      'off the grid is refused with its neighbours',
      { scheduledAt: scheduledAt + 2 * minute },
      { reason: 'off-grid', before: scheduledAt, after: scheduledAt + 5 * minute },
    ],
    [
      'a millisecond off the grid too',
      { scheduledAt: scheduledAt - 1 },
      { reason: 'off-grid', before: scheduledAt - 5 * minute, after: scheduledAt },
    ],
    ['in a year is fine', { scheduledAt: NOW + 365 * day }, null],
    ['in more than a year is too far', { scheduledAt: NOW + 365 * day + 5 * minute }, { reason: 'too-far', days: 365 }],
  ])('a time %s', (_, overrides, refusal) => {
    expect(refusalOf(overrides)).toEqual(refusal);
  });

  it.each<[string, Partial<RequestFacts>, Refusal]>([
    ['to somebody who offers nothing', { mentor: aPerson() }, { reason: 'not-a-mentor' }],
    ['to a mentor who takes no requests', { mentor: withProfile({ open: false }) }, { reason: 'not-a-mentor' }],
    [
      'to a mentor of another programme',
      { mentor: { ...mentor, accounts: [anAccount({ communityIds: [] })] } },
      { reason: 'not-a-mentor' },
    ],
    [
      'to a mentor who is not named where only named people mentor',
      { program: aProgram({ settings: { ...defaultSettings, mentors: 'named', namedMentorIds: [leo] } }) },
      { reason: 'not-a-mentor' },
    ],
    ['to oneself', { learner: mentor }, { reason: 'yourself' }],
    ['to oneself by a linked account', { mentor: { ...mentor, ids: [maya, leo] } }, { reason: 'yourself' }],
    ['to a mentor whose length is not possible', { mentor: withProfile({ duration: 7 }) }, { reason: 'duration' }],
  ])('is refused %s', (_, overrides, refusal) => {
    expect(refusalOf(overrides)).toEqual(refusal);
  });

  it('reaches a mentor of any community of the programme', () => {
    const elsewhere = aCommunity({ id: 'slack:T1' as typeof guild, platform: 'slack', externalId: 'T1' });
    const program = aProgram({ communities: [aCommunity(), elsewhere] });
    const onSlack = {
      ...mentor,
      accounts: [anAccount({ platform: 'slack', workspaceId: 'T1', communityIds: [elsewhere.id] })],
    };
    expect(refusalOf({ program, mentor: onSlack, learner })).toBeNull();
  });
});

describe('who may mentor', () => {
  const named = (ids: PersonId[]) =>
    aProgram({ settings: { ...defaultSettings, mentors: 'named', namedMentorIds: ids } });

  it('is anyone, or people who were named, by any of their ids', () => {
    expect(mayMentor(mentor, aProgram())).toBe(true);
    expect(mayMentor(mentor, named([]))).toBe(false);
    expect(mayMentor(mentor, named([maya]))).toBe(true);
    expect(mayMentor({ ...mentor, ids: ['other' as PersonId, maya] }, named([maya]))).toBe(true);
  });
});

describe('the length of a session', () => {
  it.each([15, 20, 30, 45, 120])('may be %i minutes', (minutes) => {
    expect(validDuration(minutes)).toBe(true);
  });

  it.each([0, 10, 14, 17, 22.5, 121, 125, -30, Number.NaN, Number.POSITIVE_INFINITY])(
    'may not be %d minutes',
    (minutes) => {
      expect(validDuration(minutes)).toBe(false);
    },
  );
});

describe('when a request expires', () => {
  const expiry = (start: number, policy = defaultPolicy) => requestExpiry(start, policy, NOW) - NOW;

  it('is after 48 hours', () => {
    expect(expiry(NOW + 10 * day)).toBe(48 * hour);
    expect(expiry(NOW + 49 * hour)).toBe(48 * hour);
  });

  it('is an hour before the start, if that is sooner', () => {
    expect(expiry(NOW + 49 * hour - 5 * minute)).toBe(48 * hour - 5 * minute);
    expect(expiry(NOW + 3 * hour)).toBe(2 * hour);
    expect(expiry(NOW + 70 * minute)).toBe(10 * minute);
  });

  it('is the start itself, where a late request would leave the mentor less than ten minutes', () => {
    expect(expiry(NOW + 65 * minute)).toBe(65 * minute);
    expect(expiry(NOW + 30 * minute)).toBe(30 * minute);
    expect(expiry(NOW + 5 * minute)).toBe(5 * minute);
  });

  it('follows the policy', () => {
    expect(expiry(NOW + 10 * day, { ...defaultPolicy, wait: 60 })).toBe(hour);
    expect(expiry(NOW + 5 * hour, { ...defaultPolicy, beforeStart: 120 })).toBe(3 * hour);
  });

  it('is ahead and not after the start, whatever the time', () => {
    for (let ahead = 5; ahead <= 4 * 24 * 60; ahead += 5) {
      const expiresIn = expiry(NOW + ahead * minute);
      expect(expiresIn).toBeGreaterThan(0);
      expect(expiresIn).toBeLessThanOrEqual(ahead * minute);
    }
  });
});
