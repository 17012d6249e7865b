import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { day, hour, minute } from '#core/time/clock.ts';
import type { MeetingJson, MeetingPageJson, MentorJson, SlotsJson } from '../../src/api/schemas.ts';
import { NOW } from '../builders.ts';
import { aMentorAt, onDiscord } from '../fakes/small-house.ts';
import { describeOnBothStores } from './api-storage.ts';
import { type Answer, type ApiWorld, createApiWorld, getRaw, kindOf, problemIn, quoted, SLOT } from './api-world.ts';
import { newMeeting } from './every-operation.ts';

let world: ApiWorld;

const iso = (at: number) => new Date(at).toISOString();
const meetingIn = ({ json }: Answer) => json as MeetingJson;
const create = (overrides: object = {}, key?: string, as: Parameters<ApiWorld['call']>[2] = 'leo') =>
  world.call('POST', '/api/meetings/create', as, {
    body: newMeeting(world, overrides),
    ...(key !== undefined && { headers: { 'idempotency-key': key } }),
  });
const list = async (query = '', as: Parameters<ApiWorld['call']>[2] = 'leo') => {
  const answer = await world.call('GET', `/api/meetings${query}`, as);
  expect(answer.status, answer.text).toBe(200);
  return answer.json as MeetingPageJson;
};

describeOnBothStores('sessions', (open) => {
  beforeEach(async () => {
    world = await createApiWorld({ storage: await open() });
  });
  afterEach(() => world.close());

  describe('the way in', () => {
    it('is answered at any time, and marks that somebody came from 15 minutes before the start', async () => {
      const { id } = await world.booked();
      const join = async () => (await world.call('POST', `/api/meetings/${id}/join`, 'leo')).json;
      const joinFrom = SLOT - 15 * minute;
      expect(await join()).toMatchObject({ joined: false, meeting: { revision: 2, joinFrom: iso(joinFrom) } });
      world.clock.at = joinFrom;
      for (const _ of ['once', 'and again'])
        expect(await join()).toMatchObject({ joined: true, link: null, meeting: { revision: 3 } });
    });
  });

  describe('asking for a session', () => {
    it('answers with the session, its address and its version', async () => {
      const answer = await create();
      expect(answer.status).toBe(201);
      const meeting = meetingIn(answer);
      expect(answer.headers.get('location')).toBe(`/api/meetings/${meeting.id}`);
      expect(answer.headers.get('etag')).toBe('"1"');
      expect(answer.headers.get('cache-control')).toBe('no-store');
      expect(meeting).toMatchObject({
        ...{ status: 'requested', side: 'learner', subject: 'Recursion', duration: 30, meetingLink: null },
        ...{ scheduledAt: iso(SLOT + day), endsAt: iso(SLOT + day + 30 * minute) },
        mentor: { name: 'Maya', zone: 'Europe/Berlin' },
        can: ['edit', 'reschedule', 'cancel'],
      });
      const seen = await world.call('GET', answer.headers.get('location')!, 'maya');
      expect(seen.json).toMatchObject({ side: 'mentor', can: ['accept', 'decline'] });
    });

    it('takes a moment in any offset, and the length that is asked for', async () => {
      const answer = await create({ scheduledAt: '2026-12-04T11:00:00+01:00', duration: 45 });
      expect(meetingIn(answer)).toMatchObject({ scheduledAt: '2026-12-04T10:00:00.000Z', duration: 45 });
    });

    it('names the next free times where somebody was faster', async () => {
      await create();
      const answer = await create({}, undefined, 'ana');
      expect(kindOf(answer)).toBe('slot-taken 409');
      expect(problemIn(answer)).toMatchObject({
        field: 'scheduledAt',
        title: 'The time is taken',
        nextFree: [expect.stringMatching(/Z$/), expect.any(String), expect.any(String)],
        // In the zone of whoever reads it.
        detail: expect.stringMatching(/^That time is already taken\. Free next: .*\(Europe\/Berlin\)/),
      });
      const { nextFree, words } = problemIn(answer);
      const [first, second, third] = nextFree!.map((at) => ({ at }));
      expect(words).toEqual(['That time is already taken. Free next: ', first, ', ', second, ' or ', third, '.']);
    });

    it.each([
      [{ scheduledAt: iso(NOW - hour) }, 'past 422', 'scheduledAt'],
      [{ scheduledAt: iso(NOW + 5 * minute) }, 'too-soon 422', 'scheduledAt'],
      [{ scheduledAt: iso(SLOT + minute) }, 'off-grid 422', 'scheduledAt'],
      [{ scheduledAt: iso(NOW + 400 * day) }, 'too-far 422', 'scheduledAt'],
      [{ subject: '  ' }, 'not-usable 422', 'subject'],
      [{ subject: 'x'.repeat(151) }, 'not-usable 422', 'subject'],
      [{ description: 'x'.repeat(2_001) }, 'not-usable 422', 'description'],
      [{ duration: 17 }, 'not-usable 422', 'duration'],
      [{ mentorId: 'nobody' }, 'not-a-mentor 422', 'mentorId'],
      [{ programId: 'discord:other' }, 'not-a-mentor 422', 'mentorId'],
      [{ scheduledAt: 'tomorrow' }, 'invalid 400', 'scheduledAt'],
      [{ scheduledAt: '2026-12-04T11:00:00' }, 'invalid 400', 'scheduledAt'],
      [{ subject: undefined }, 'invalid 400', 'subject'],
      [{ subject: null }, 'invalid 400', 'subject'],
      [{ duration: '30' }, 'invalid 400', 'duration'],
      [{ duration: 30.5 }, 'invalid 400', 'duration'],
    ])('with %o is refused: %s', async (overrides, kind, field) => {
      const answer = await create(overrides);
      expect(kindOf(answer)).toBe(kind);
      expect(problemIn(answer)).toMatchObject({ field, detail: expect.stringMatching(/^[A-Z"].*[.?]$/) });
      expect((await list()).meetings).toEqual([]);
    });

    it('asks for the programme where the two share several', async () => {
      const { leo, maya, olga } = world.people;
      await world.desk.arrive(onDiscord('Leo', { community: { externalId: 'other', name: 'Other Hall' } }));
      await aMentorAt(world, onDiscord('Maya', { community: { externalId: 'other', name: 'Other Hall' } }));
      expect(leo.person.id).not.toBe(maya.person.id);
      const answer = await create();
      expect(kindOf(answer)).toBe('several-programs 422');
      expect(problemIn(answer).field).toBe('programId');
      const chosen = await create({ programId: olga.program!.id });
      expect(meetingIn(chosen).programId).toBe(olga.program!.id);
    });
  });

  describe('an Idempotency-Key', () => {
    it('makes one session of many requests at once, and of a later one', async () => {
      const answers = await Promise.all(Array.from({ length: 10 }, () => create({}, 'form-1')));
      const ids = new Set(answers.map((answer) => meetingIn(answer).id));
      expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 10 }, () => 201));
      expect(ids.size).toBe(1);
      world.clock.at = SLOT + 2 * day;
      expect(meetingIn(await create({}, 'form-1')).id).toBe([...ids][0]);
      expect((await list()).meetings).toHaveLength(1);
    });

    it('answers with the session as it is now, also where the mentor takes no more', async () => {
      const { id } = meetingIn(await create({}, 'form-1'));
      await world.call('POST', `/api/meetings/${id}/accept`, 'maya');
      const { person } = world.people.maya;
      await world.stores.people.setMentor(person.id, { ...person.mentor!, open: false }, NOW);
      expect(await create({}, 'form-1')).toMatchObject({ status: 201, json: { id, status: 'scheduled' } });
      expect(kindOf(await create({}, 'form-2'))).toBe('not-a-mentor 422');
    });

    it('is refused for another request, and nothing is booked', async () => {
      await create({}, 'form-1');
      const answer = await create({ scheduledAt: iso(SLOT) }, 'form-1');
      expect(kindOf(answer)).toBe('key-reused 422');
      expect((await list()).meetings).toHaveLength(1);
    });

    it("is each person's own", async () => {
      const mine = meetingIn(await create({}, 'form-1'));
      const hers = meetingIn(await create({ scheduledAt: iso(SLOT) }, 'form-1', 'ana'));
      expect(mine.id).not.toBe(hers.id);
    });

    it.each(['', 'with blanks', 'ü', 'x'.repeat(201)])('%j is none', async (key) => {
      const answer = await world.call('POST', '/api/meetings/create', 'leo', {
        body: newMeeting(world),
        headers: { 'idempotency-key': encodeURI(key) === key ? key : Buffer.from(key).toString('latin1') },
      });
      expect(kindOf(answer)).toBe('invalid 400');
      expect(problemIn(answer).field).toBe('Idempotency-Key');
    });
  });

  describe('changing a session', () => {
    const put = (id: string, body: object, ifMatch: string | null, as: Parameters<ApiWorld['call']>[2] = 'leo') =>
      world.call('PUT', `/api/meetings/${id}`, as, {
        body,
        ...(ifMatch !== null && { headers: { 'if-match': ifMatch } }),
      });

    it('moves and rewords it in one step, and answers with the new version', async () => {
      const { id, revision } = await world.booked();
      const body = { scheduledAt: iso(SLOT + hour), subject: 'Induction', description: 'From the start.' };
      const answer = await put(id, body, `"${revision}"`);
      expect(meetingIn(answer)).toMatchObject({ ...body, revision: revision + 1, status: 'scheduled' });
      expect(answer.headers.get('etag')).toBe(`"${revision + 1}"`);
      const stale = await put(id, { subject: 'Old' }, `"${revision}"`);
      expect(kindOf(stale)).toBe('changed 412');
      expect(problemIn(stale).detail).toContain('has changed since you looked');
    });

    it('needs to know what was seen', async () => {
      const { id, revision } = await world.request();
      expect(kindOf(await put(id, { subject: 'New' }, null))).toBe('condition-missing 428');
      for (const strange of ['2', 'abc', '"1", "2"', '"x"', '"99999999999999999999"'])
        expect(kindOf(await put(id, { subject: 'New' }, strange))).toBe('invalid 400');
      expect((await put(id, { subject: 'Weak' }, `W/"${revision}"`)).status).toBe(200);
      expect((await put(id, { subject: 'Star' }, '*')).status).toBe(200);
    });

    it('lets exactly one of many who saw the same version change it', async () => {
      const { id, revision } = await world.request();
      const answers = await Promise.all(
        Array.from({ length: 8 }, (_, index) => put(id, { subject: `Word ${index}` }, `"${revision}"`)),
      );
      expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array.from({ length: 7 }, () => 412)]);
    });

    it('that changes nothing writes nothing', async () => {
      const { id, revision, scheduledAt, subject } = await world.booked();
      const answer = await put(id, { scheduledAt: iso(scheduledAt), subject }, `"${revision}"`);
      expect(meetingIn(answer).revision).toBe(revision);
      expect((await put(id, {}, `"${revision}"`)).status).toBe(200);
    });

    it('keeps to what each side may, and says what else is free', async () => {
      const { id, revision } = await world.booked();
      const evening = await put(id, { scheduledAt: iso(SLOT + 12 * hour) }, `"${revision}"`);
      expect(kindOf(evening)).toBe('outside-hours 422');
      expect(problemIn(evening).nextFree).toHaveLength(3);
      expect((await put(id, { scheduledAt: iso(SLOT + 12 * hour) }, `"${revision}"`, 'maya')).status).toBe(200);
    });

    it('can be made to depend on what was seen for a press, too', async () => {
      const { id, revision } = await world.request();
      const accept = (headers: Record<string, string>) =>
        world.call('POST', `/api/meetings/${id}/accept`, 'maya', { headers });
      expect(kindOf(await accept(quoted(revision + 1)))).toBe('changed 412');
      expect((await accept(quoted(revision))).status).toBe(200);
      expect(kindOf(await accept({}))).toBe('wrong-status 409');
    });
  });

  describe('a list of sessions', () => {
    const book = (hours: number) => world.request(SLOT + hours * hour);

    it('comes in pages that miss and repeat nothing', async () => {
      const made = [];
      for (const hours of [0, 1, 2, 3, 4]) made.push(await book(hours));
      const seen: string[] = [];
      let next: string | null = null;
      do {
        const page: MeetingPageJson = await list(
          `?limit=2${next === null ? '' : `&cursor=${encodeURIComponent(next)}`}`,
        );
        expect(page.meetings.length).toBeLessThanOrEqual(2);
        seen.push(...page.meetings.map(({ id }) => id));
        next = page.next;
      } while (next !== null);
      expect(seen).toEqual(made.map(({ id }) => id));
      const backwards = await list('?order=latest-first&limit=1');
      expect(backwards.meetings[0]?.id).toBe(made.at(-1)?.id);
    });

    it('is narrowed by status, side and time', async () => {
      const first = await book(0);
      const second = await book(2);
      await world.call('POST', `/api/meetings/${second.id}/accept`, 'maya');
      const ids = async (query: string, as?: 'maya') => (await list(query, as)).meetings.map(({ id }) => id);
      expect(await ids('?status=requested')).toEqual([first.id]);
      expect(await ids('?status=requested,scheduled')).toEqual([first.id, second.id]);
      expect(await ids('?role=mentor')).toEqual([]);
      expect(await ids('?role=mentor', 'maya')).toEqual([first.id, second.id]);
      expect(await ids(`?to=${iso(SLOT + hour)}`)).toEqual([first.id]);
      expect(await ids(`?from=${iso(SLOT + 30 * minute)}`)).toEqual([second.id]);
    });

    it.each([
      ['status=done', 'status'],
      ['cursor=nowhere', 'cursor'],
      ['role=both', 'role'],
      ['limit=0', 'limit'],
      ['limit=1000', 'limit'],
      ['from=yesterday', 'from'],
      ['limit=2&limit=3', 'limit'],
      ['personId=maya', 'personId'],
    ])('refuses ?%s', async (query, field) => {
      const answer = await world.call('GET', `/api/meetings?${query}`, 'leo');
      expect(kindOf(answer)).toBe('invalid 400');
      expect(problemIn(answer).field).toBe(field);
    });
  });

  describe('mentors and their free times', () => {
    it('are those somebody can ask, with when they are free next', async () => {
      const mentors = async (query: string, as: Parameters<ApiWorld['call']>[2]) =>
        ((await world.call('GET', `/api/mentors${query}`, as)).json as { mentors: MentorJson[] }).mentors;
      expect(await mentors('', 'leo')).toEqual([
        {
          id: world.people.maya.person.id,
          ...{ name: 'Maya', zone: 'Europe/Berlin', topics: ['python', 'statistics'], duration: 30 },
          ...{ programIds: [world.program], soonest: iso(NOW + 2 * hour) },
        },
      ]);
      expect(await mentors('?q=stat%20maya', 'leo')).toHaveLength(1);
      expect(await mentors('?q=rust', 'leo')).toEqual([]);
      expect(await mentors('', 'maya')).toEqual([]);
      expect(await mentors('', 'olga')).toEqual([]);
    });

    it('leave out what either has, but not the session that is to move', async () => {
      const meeting = await world.booked();
      const slots = async (query: string) => {
        const window = `from=${iso(SLOT)}&to=${iso(SLOT + 90 * minute)}`;
        const answer = await world.call('GET', `/api/mentors/${meeting.mentorId}/slots?${window}${query}`, 'leo');
        return (answer.json as SlotsJson).slots;
      };
      expect(await slots('')).toEqual([iso(SLOT + 30 * minute), iso(SLOT + 60 * minute)]);
      expect(await slots(`&except=${meeting.id}`)).toEqual([0, 30, 60].map((minutes) => iso(SLOT + minutes * minute)));
    });

    it("do not tell a stranger about a session, and keep the other side's", async () => {
      const meeting = await world.booked();
      const path = `/api/mentors/${meeting.mentorId}/slots`;
      expect(kindOf(await world.call('GET', `${path}?except=${meeting.id}`, 'ana'))).toBe('not-found 404');
      expect(kindOf(await world.call('GET', `${path}?duration=7`, 'ana'))).toBe('not-usable 422');
      expect(kindOf(await world.call('GET', '/api/mentors/nobody/slots', 'ana'))).toBe('not-found 404');
    });
  });

  describe('a session in a calendar', () => {
    const file = async (id: string) => world.call('GET', `/api/meetings/${id}/calendar.ics`, 'leo');

    it('is there once it is booked', async () => {
      const requested = await world.request();
      expect(kindOf(await file(requested.id))).toBe('wrong-status 409');
      await world.call('POST', `/api/meetings/${requested.id}/accept`, 'maya');
      const answer = await file(requested.id);
      expect(answer.headers.get('content-type')).toBe('text/calendar; charset=utf-8');
      expect(answer.headers.get('content-disposition')).toBe('attachment; filename="session.ics"');
      expect(answer.text).toContain(`UID:${requested.id}@confab`);
      expect(answer.text).toContain('SUMMARY:Session with Maya');
    });

    it("is in the person's feed with all others, cancelled ones as such, and not sent again unchanged", async () => {
      const [kept, gone] = [await world.booked(), await world.booked(SLOT + hour)];
      await world.request(SLOT + 3 * hour);
      const { json } = await world.call('POST', '/api/feed', 'leo');
      const path = new URL((json as { address: string }).address).pathname;
      const read = () => world.call('GET', path, 'nobody');
      const before = await read();
      const sequence = (text: string) => Number(new RegExp(`UID:${gone.id}@confab\r\nSEQUENCE:(\\d+)`).exec(text)?.[1]);
      await world.call('DELETE', `/api/meetings/${gone.id}`, 'maya');
      const after = await read();
      expect(after.text.match(/BEGIN:VEVENT/g)).toHaveLength(2);
      expect(after.text).toContain('METHOD:PUBLISH');
      expect(after.text).toContain(`UID:${kept.id}@confab`);
      expect(after.text.match(/STATUS:(\w+)/g)).toEqual(['STATUS:CONFIRMED', 'STATUS:CANCELLED']);
      expect(sequence(after.text)).toBe(sequence(before.text) + 1);
      const etag = after.headers.get('etag')!;
      world.clock.at += hour;
      expect((await getRaw(world.base, path, { 'if-none-match': etag })).status).toBe(304);
      const old = before.headers.get('etag')!;
      expect((await getRaw(world.base, path, { 'if-none-match': old })).status).toBe(200);
    });

    it('ends with its address', async () => {
      const address = async () =>
        new URL(((await world.call('POST', '/api/feed', 'leo')).json as { address: string }).address).pathname;
      const [first, second] = [await address(), await address()];
      expect(kindOf(await world.call('GET', first, 'nobody'))).toBe('not-found 404');
      expect((await world.call('GET', second, 'nobody')).status).toBe(200);
      expect((await world.call('DELETE', '/api/feed', 'leo')).json).toMatchObject({ exists: false });
      expect((await world.call('GET', second, 'nobody')).status).toBe(404);
    });
  });
});
