import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { day } from '#core/time/clock.ts';
import type { MeJson, SlotsJson } from '../../src/api/schemas.ts';
import { type ApiWorld, createApiWorld, kindOf, problemIn, quoted } from './api-world.ts';
import { profile } from './every-operation.ts';

let world: ApiWorld;
beforeEach(async () => {
  world = await createApiWorld();
});
afterEach(() => world.close());

/** A form in which nothing was filled in. */
const noAnswers = { topics: null, hours: null, exceptions: null, length: null, notice: null, zone: null, open: null };
const { exceptions, ...withoutExceptions } = profile;
const save = (body: object, headers: Record<string, string> = { 'if-match': '*' }) =>
  world.call('PUT', '/api/me/mentor', 'maya', { body, headers });
const shown = async () => ((await world.call('GET', '/api/me', 'maya')).json as MeJson).mentor?.exceptions;

describe('what a mentor offers', () => {
  const offer = () => world.call('GET', '/api/me/mentor', 'maya');

  it('comes with a tag, by which a change says what it has seen', async () => {
    const before = await offer();
    expect(before.json).toMatchObject({ mentor: { topics: expect.any(Array) }, revision: 1 });
    expect(before.headers.get('etag')).toBe('"1"');
    const saved = await save(profile, quoted(1));
    expect(saved.json).toEqual({ mentor: profile, revision: 2 });
    expect(saved.headers.get('etag')).toBe('"2"');
    expect((await world.call('GET', '/api/me', 'maya')).json).toMatchObject({ mentor: profile, mentorRevision: 2 });
  });

  it('is not written over when it changed in chat meanwhile', async () => {
    const before = await offer();
    await world.desk.submitMentor(world.people.maya, { ...noAnswers, topics: 'said in chat' });
    const refused = await save(profile, { 'if-match': before.headers.get('etag')! });
    expect(kindOf(refused)).toBe('changed 412');
    expect(problemIn(refused).detail).toContain('has changed since you looked at it');
    expect((await offer()).json).toMatchObject({ mentor: { topics: ['said in chat'] }, revision: 2 });
  });

  it('is nothing yet for somebody new, whose first one needs a tag as well', async () => {
    const none = await world.call('GET', '/api/me/mentor', 'leo');
    expect([none.json, none.headers.get('etag')]).toEqual([{ mentor: null, revision: 0 }, '"0"']);
    expect(kindOf(await save(profile, {}))).toBe('condition-missing 428');
  });
});

describe('exceptions to the weekly hours', () => {
  it('are saved with the profile, and shown', async () => {
    expect(await shown()).toEqual([]);
    expect((await save(profile)).json).toMatchObject({ mentor: profile });
    expect(await shown()).toEqual(exceptions);
  });

  it('stay when a program that does not know them saves the rest, and go when none are said', async () => {
    await save(profile);
    expect((await save({ ...withoutExceptions, duration: 60 })).json).toMatchObject({
      mentor: { duration: 60, exceptions },
    });
    await save({ ...profile, exceptions: [] });
    expect(await shown()).toEqual([]);
  });

  it('are no longer shown when they are over', async () => {
    await save(profile);
    world.clock.at += 5 * day;
    expect(await shown()).toEqual([exceptions[1]]);
  });

  it('decide which times are free', async () => {
    const always = [0, 1, 2, 3, 4, 5, 6].map((weekday) => ({ weekday, from: 600, to: 645 }));
    await save({ ...profile, hours: always });
    const range = '?from=2026-12-22T00:00:00Z&to=2027-01-05T00:00:00Z';
    const answer = await world.call('GET', `/api/mentors/${world.people.maya.person.id}/slots${range}`, 'leo');
    expect((answer.json as SlotsJson).slots.map((slot) => slot.slice(0, 10))).toEqual([
      '2026-12-22',
      '2026-12-23',
      '2027-01-03',
      '2027-01-04',
    ]);
  });

  it.each([
    [[{ from: '2026-12-24', to: '2026-12-23', windows: [] }], 'ends before it begins', 'not-usable 422'],
    [[exceptions[1], { from: '2026-12-31', to: '2026-12-31', windows: [] }], 'in two exceptions', 'not-usable 422'],
    [[{ from: '2030-12-24', to: '2030-12-24', windows: [] }], 'more than 2 years ahead', 'not-usable 422'],
    [
      [{ from: '2026-12-24', to: '2026-12-24', windows: [{ from: 600, to: 540 }] }],
      'begin before they end',
      'not-usable 422',
    ],
    [[{ from: 'soon', to: '2026-12-24', windows: [] }], '', 'invalid 400'],
  ])('%j are refused, and nothing is saved', async (given, says, kind) => {
    const answer = await save({ ...profile, topics: ['other'], exceptions: given });
    expect(kindOf(answer)).toBe(kind);
    expect(problemIn(answer).field).toMatch(/^exceptions/);
    expect(problemIn(answer).detail).toContain(says);
    expect(await shown()).toEqual([]);
  });
});
