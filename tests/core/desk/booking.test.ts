import { describe, expect, it } from 'vitest';
import type { PersonId } from '#core/ids.ts';
import { day, hour, minute } from '#core/time/clock.ts';
import { NOW } from '../../builders.ts';
import {
  aBooking,
  aLearnerAt,
  allEffects,
  aMentorAt,
  filledIn,
  formIn,
  meetingsOf,
  onDiscord,
  onSlack,
  refusedIn,
  useSmallHouse,
} from '../../fakes/small-house.ts';
import { buttonsOf, expectSentences, labelsOf, readAloud } from '../messages/read-aloud.ts';

const house = useSmallHouse();
/** Tuesday 12:00 in Berlin, two hours after the present. */
const firstSlot = NOW + 2 * hour;

async function mayaAndLeo() {
  const maya = await aMentorAt(house, onDiscord('Maya'));
  const leo = await aLearnerAt(house, onDiscord('Leo'));
  const open = async () => formIn(await house.desk.openBooking(leo, maya.person.id));
  return { maya, leo, open };
}

describe('the first booking', () => {
  it('asks once where the person is, and goes on by itself', async () => {
    const maya = await aMentorAt(house, onDiscord('Maya'));
    const leo = await house.desk.arrive(onDiscord('Leo', { locale: 'pt-BR' }));
    const opening = await house.desk.openBooking(leo, maya.person.id);
    if (opening.open !== 'zone') throw new Error(`It opened ${opening.open}.`);
    expect(opening.suggestions.length).toBeGreaterThan(0);
    expect(opening.suggestions.length).toBeLessThanOrEqual(24);
    expect(opening.suggestions.map(({ zone }) => zone)).toContain('America/Sao_Paulo');

    expect(await house.desk.setZone(leo, 'America/Sao_Paulo')).toMatchObject({ ok: true });
    const form = formIn(await house.desk.reopen(leo, opening.formId));
    expect(form).toMatchObject({
      id: opening.formId,
      purpose: 'book',
      meetingId: null,
      mentorId: maya.person.id,
      title: 'Book a session with Maya',
      duration: 30,
      zone: 'America/Sao_Paulo',
      typed: { slot: null, when: '', subject: '', description: '' },
    });
    expect(form.slots).toHaveLength(25);
    expect(form.slots[0]).toEqual({
      at: firstSlot,
      day: 'Tuesday 1 December',
      label: 'Tue 1 Dec, 08:00',
      time: '08:00',
    });
    expect(await house.desk.submitTime(leo, filledIn(form, { slot: firstSlot }))).toMatchObject({ ok: true });

    const again = await house.desk.openBooking(await house.desk.arrive(onDiscord('Leo')), maya.person.id);
    expect(again.open).toBe('form');
  });

  it('can take the zone in the form itself, with labels in the zone of the mentor until then', async () => {
    const maya = await aMentorAt(house, onDiscord('Maya'));
    const leo = await house.desk.arrive(onDiscord('Leo'));
    const opening = await house.desk.openBooking(leo, maya.person.id);
    if (opening.open !== 'zone') throw new Error(`It opened ${opening.open}.`);
    const form = formIn(await house.desk.reopen(leo, opening.formId));
    expect(form.zone).toBeNull();
    expect(form.slots[0]?.label).toBe('Tue 1 Dec, 12:00 (Europe/Berlin)');

    const typed = { when: 'tomorrow 9am', subject: 'Graphs' };
    const lost = refusedIn(await house.desk.submitTime(leo, filledIn(form, { ...typed, zone: 'Atlantis' })));
    expect(lost.field).toBe('zone');
    expect(readAloud(lost.message)).toContain('Nothing was booked. "Atlantis" is not a place or time zone we know.');

    const kept = formIn(await house.desk.reopen(leo, form.id));
    expect(kept.typed).toMatchObject(typed);
    const booked = await house.desk.submitTime(leo, filledIn(kept, { ...typed, zone: 'new york' }));
    expect(booked.ok).toBe(true);
    expect(await meetingsOf(house, leo)).toMatchObject([{ scheduledAt: Date.UTC(2026, 11, 2, 14), subject: 'Graphs' }]);
    expect((await house.desk.arrive(onDiscord('Leo'))).person.zone).toBe('America/New_York');
  });

  it('takes a slot without a zone, and asks for one to read what was typed', async () => {
    const maya = await aMentorAt(house, onDiscord('Maya'));
    const leo = await house.desk.arrive(onDiscord('Leo'));
    const opening = await house.desk.openBooking(leo, maya.person.id);
    if (opening.open !== 'zone') throw new Error(`It opened ${opening.open}.`);
    const form = formIn(await house.desk.reopen(leo, opening.formId));
    const refused = refusedIn(await house.desk.submitTime(leo, filledIn(form, { when: 'tomorrow 9am' })));
    expect(refused.field).toBe('zone');
    expect(await house.desk.submitTime(leo, filledIn(form, { slot: firstSlot }))).toMatchObject({ ok: true });
  });

  it('asks nobody whose platform says where they are', async () => {
    const maya = await aMentorAt(house, onSlack('Maya'));
    const leo = await house.desk.arrive(onSlack('Leo', { zone: 'Asia/Kolkata' }));
    const form = formIn(await house.desk.openBooking(leo, maya.person.id));
    expect(form.zone).toBe('Asia/Kolkata');
    expect(form.slots[0]).toMatchObject({ at: firstSlot, time: '16:30' });
  });
});

describe('booking', () => {
  it('by a slot holds it for both, and says what happens next', async () => {
    const { maya, leo, open } = await mayaAndLeo();
    const form = await open();
    const result = await house.desk.submitTime(leo, filledIn(form, { slot: firstSlot, description: 'It never ends.' }));
    expect(readAloud(result.message)).toContain(
      'You asked Maya for Tue 1 Dec 2026, 12:00 (Europe/Berlin), 30 minutes.',
    );
    expect(labelsOf(result.message)).toBe('Reschedule, Cancel');
    expect(await meetingsOf(house, maya)).toMatchObject([
      {
        id: form.id,
        status: 'requested',
        mentorId: maya.person.id,
        learnerId: leo.person.id,
        subject: 'Recursion',
        description: 'It never ends.',
        scheduledAt: firstSlot,
        duration: 30,
        expiresAt: firstSlot - hour,
      },
    ]);
    expect((await open()).slots[0]?.at).toBe(firstSlot + 30 * minute);
    // The jobs are woken at once, and when the request runs out.
    expect(house.wakes).toEqual([NOW, firstSlot - hour]);
    expect((await allEffects(house)).map(({ what }) => what.kind)).toEqual(['request', 'expire']);
  });

  it("by a typed time reads it in the person's own zone and echoes it there", async () => {
    const maya = await aMentorAt(house, onDiscord('Maya'));
    const leo = await aLearnerAt(house, onDiscord('Leo'), 'America/New_York');
    const form = formIn(await house.desk.openBooking(leo, maya.person.id));
    const result = await house.desk.submitTime(leo, filledIn(form, { when: ' fri 9:30am ', slot: firstSlot }));
    expect(result.ok).toBe(true);
    const [meeting] = await meetingsOf(house, leo);
    expect(meeting?.scheduledAt).toBe(Date.UTC(2026, 11, 4, 14, 30));
    expect(buttonsOf(result.message)[0]?.action).toEqual({ do: 'reschedule', meeting: meeting?.id });
    expect(JSON.stringify(result.message.headline)).toContain(
      JSON.stringify({ at: meeting?.scheduledAt, as: 'date-time' }),
    );
  });

  it('outside the hours is possible, and said to be less likely', async () => {
    const { leo, open } = await mayaAndLeo();
    const result = await house.desk.submitTime(leo, filledIn(await open(), { when: 'sat 20:00' }));
    expect(readAloud(result.message)).toContain('outside the hours Maya offers');
  });

  it.each([
    ['a time in a gap', '2027-03-28 02:30', 'Sun 28 Mar 2027, 03:00 (Europe/Berlin)', 'Try again'],
    [
      'a time that comes twice',
      '2027-10-31 02:30',
      'comes twice',
      'Sun 31 Oct, 02:30 GMT+2, Sun 31 Oct, 02:30 GMT+1, Try again',
    ],
    ['a time that has passed', '2026-11-30 18:00', 'has passed', 'Try again'],
    ['a time off the grid', 'tomorrow 17:02', 'Wed 2 Dec 2026, 17:00 (Europe/Berlin) or', 'Try again'],
    ['a day without a time', 'tomorrow', 'At what time?', 'Try again'],
    ['a date of two readings', '05/06 15:00', 'more than one way', 'Try again'],
    ['a time too far ahead', '2028-12-03 18:00', 'more than 365 days ahead', 'Try again'],
    ['nonsense', 'when the cows come home', 'was not understood', 'Try again'],
    [
      'a time without enough notice',
      'today 11:30',
      'The earliest is Tue 1 Dec 2026, 12:00 (Europe/Berlin)',
      'Try again',
    ],
  ])('at %s is refused with what to do, and keeps what was typed', async (_, when, says, labels) => {
    const { leo, open } = await mayaAndLeo();
    const form = await open();
    const typed = { slot: null, when, subject: 'Recursion', description: 'It never ends.' };
    const refused = refusedIn(await house.desk.submitTime(leo, filledIn(form, typed)));
    expect(refused.field).toBe('when');
    expect(expectSentences(refused.problem)).toContain(says);
    const text = readAloud(refused.message);
    expect(text).toContain('Nothing was booked.');
    expect(text).toContain(says);
    expect(labelsOf(refused.message)).toBe(labels);
    expect(buttonsOf(refused.message).at(-1)?.action).toEqual({ do: 'retry', form: form.id });
    expect(await meetingsOf(house, leo)).toEqual([]);
    expect(formIn(await house.desk.reopen(leo, form.id))).toEqual({ ...form, typed });
  });

  it.each([
    ['slot', { slot: null, when: ' ' }],
    ['subject', { subject: '  ' }],
    ['subject', { subject: 'x'.repeat(4_000) }],
    ['description', { description: 'x'.repeat(2_001) }],
  ])('points at the field "%s"', async (field, answers) => {
    const { leo, open } = await mayaAndLeo();
    const refused = refusedIn(
      await house.desk.submitTime(leo, filledIn(await open(), { slot: firstSlot, ...answers })),
    );
    expect(refused.field).toBe(field);
    readAloud(refused.message);
    expect(await meetingsOf(house, leo)).toEqual([]);
  });

  it('in an hour that comes twice goes on with the one that is picked', async () => {
    house.clock.at = Date.UTC(2027, 9, 28, 9);
    const { leo, open } = await mayaAndLeo();
    const form = await open();
    const refused = refusedIn(
      await house.desk.submitTime(leo, filledIn(form, { when: 'sun 02:30', subject: 'Nights' })),
    );
    const [first, second] = buttonsOf(refused.message).map(({ action }) => action);
    expect(first).toMatchObject({ do: 'pick', form: form.id, at: Date.UTC(2027, 9, 31, 0, 30) });
    if (second?.do !== 'pick') throw new Error('There is no second time to pick.');
    expect(await house.desk.pick(leo, second.form, second.at)).toMatchObject({ ok: true });
    expect(await meetingsOf(house, leo)).toMatchObject([
      { id: form.id, scheduledAt: Date.UTC(2027, 9, 31, 1, 30), subject: 'Nights' },
    ]);
  });

  it('with the same form twice books once, and says so twice', async () => {
    const { leo, open } = await mayaAndLeo();
    const submission = filledIn(await open(), { slot: firstSlot });
    const results = await Promise.all([house.desk.submitTime(leo, submission), house.desk.submitTime(leo, submission)]);
    expect(results.map(({ ok }) => ok)).toEqual([true, true]);
    expect(readAloud(results[1]!.message)).toBe(readAloud(results[0]!.message));
    expect(await meetingsOf(house, leo)).toHaveLength(1);
    expect(await allEffects(house)).toHaveLength(2);
  });

  it('with a form after its refusal books with what was mended', async () => {
    const { leo, open } = await mayaAndLeo();
    const form = await open();
    refusedIn(await house.desk.submitTime(leo, filledIn(form, { when: 'tomorrow 17:02' })));
    const again = formIn(await house.desk.reopen(leo, form.id));
    expect(await house.desk.submitTime(leo, filledIn(again, { when: 'tomorrow 15:05' }))).toMatchObject({ ok: true });
    expect(await meetingsOf(house, leo)).toHaveLength(1);
  });

  it('of a slot that was taken in between names the next free ones, at the field, with what was typed', async () => {
    const { maya, leo, open } = await mayaAndLeo();
    const form = await open();
    await aBooking(house, maya, await aLearnerAt(house, onDiscord('Ana')), { at: firstSlot });
    const refused = refusedIn(
      await house.desk.submitTime(leo, filledIn(form, { slot: firstSlot, description: 'Kept.' })),
    );
    expect(refused.field).toBe('slot');
    expect(readAloud(refused.message)).toBe(
      'Nothing was booked. That time is already taken. Free next: Tue 1 Dec 2026, 12:30 (Europe/Berlin), Tue 1 Dec 2026, 13:00 (Europe/Berlin) or Tue 1 Dec 2026, 13:30 (Europe/Berlin).',
    );
    const again = formIn(await house.desk.reopen(leo, form.id));
    expect(again.typed).toEqual({ slot: firstSlot, when: '', subject: 'Recursion', description: 'Kept.' });
    expect(again.slots[0]?.at).toBe(firstSlot + 30 * minute);
  });

  it("over a session of one's own is refused, and the next times suit both", async () => {
    const { maya, leo, open } = await mayaAndLeo();
    const ana = await aMentorAt(house, onDiscord('Ana'));
    const form = await open();
    await aBooking(house, ana, leo, { at: firstSlot });
    await aBooking(house, maya, await aLearnerAt(house, onDiscord('Kim')), { at: firstSlot + 30 * minute });
    const refused = refusedIn(await house.desk.submitTime(leo, filledIn(form, { slot: firstSlot })));
    expect(readAloud(refused.message)).toContain(
      'You have another session at that time. Free next: Tue 1 Dec 2026, 13:00 (Europe/Berlin)',
    );
  });

  it('of one slot by two hundred people at once makes exactly one meeting', async () => {
    const maya = await aMentorAt(house, onDiscord('Maya'));
    const learners = await Promise.all(
      Array.from({ length: 200 }, (_, index) => aLearnerAt(house, onDiscord(`Learner ${index}`))),
    );
    const forms = await Promise.all(learners.map((learner) => house.desk.openBooking(learner, maya.person.id)));
    const results = await Promise.all(
      learners.map((learner, index) =>
        house.desk.submitTime(learner, filledIn(formIn(forms[index]!), { slot: firstSlot })),
      ),
    );
    expect(results.filter(({ ok }) => ok)).toHaveLength(1);
    for (const result of results) if (!result.ok) expect(result.field).toBe('slot');
    expect(await meetingsOf(house, maya)).toHaveLength(1);
    const holders = await Promise.all(learners.map((learner) => meetingsOf(house, learner)));
    expect(holders.flat()).toHaveLength(1);
    expect((await allEffects(house)).filter(({ what }) => what.kind === 'request')).toHaveLength(1);
  });
});

describe('a booking that cannot begin', () => {
  const opened = async (...[visitor, id]: Parameters<typeof house.desk.openBooking>) => {
    const opening = await house.desk.openBooking(visitor, id);
    if (opening.open !== 'nothing') throw new Error(`It opened ${opening.open}.`);
    return readAloud(opening.message);
  };

  it('says so of people who take no sessions', async () => {
    const { maya, leo } = await mayaAndLeo();
    const says = 'This person does not take sessions here at the moment. /mentors shows who does.';
    expect(await opened(maya, leo.person.id)).toBe(says);
    expect(await opened(leo, 'nobody' as PersonId)).toBe(says);
    await house.desk.submitMentor(maya, {
      topics: null,
      hours: null,
      length: null,
      notice: null,
      zone: null,
      open: false,
    });
    expect(await opened(leo, maya.person.id)).toBe(says);
  });

  it('says that nobody books themselves', async () => {
    const { maya } = await mayaAndLeo();
    expect(await opened(maya, maya.person.id)).toContain('You cannot book yourself.');
  });

  it('says when there may be a free time', async () => {
    const { maya, leo } = await mayaAndLeo();
    const nobody = { topics: null, length: null, zone: null, open: null };
    await house.desk.submitMentor(maya, { ...nobody, hours: 'none', notice: null });
    expect(await opened(leo, maya.person.id)).toContain('has not said any hours yet');
    await house.desk.submitMentor(maya, { ...nobody, hours: 'Mon 09:00-10:00', notice: '14 days' });
    const form = formIn(await house.desk.openBooking(leo, maya.person.id));
    for (const { at } of form.slots) await aBooking(house, maya, leo, { at });
    expect(await opened(leo, maya.person.id)).toMatch(
      /no free time in the next weeks\. The first after that is Mon \d+ Jan 2027, 09:00/,
    );
  });

  it('asks people who were never seen anywhere to use a server', async () => {
    const { maya } = await mayaAndLeo();
    const stranger = await house.desk.arrive(onDiscord('Stranger', { community: null }));
    expect(stranger.program).toBeNull();
    const says = 'Please use this in a server or workspace that Confab was added to.';
    expect(await opened(stranger, maya.person.id)).toBe(says);
    const refused = refusedIn(
      await house.desk.submitTime(stranger, {
        ...{ formId: 'form', purpose: 'book', mentorId: maya.person.id, meetingId: null },
        ...{ slot: firstSlot, when: '', subject: 'x', description: '', zone: null },
      }),
    );
    expect(readAloud(refused.message)).toBe(says);
  });
});

describe('a form that is opened again', () => {
  it('is open to the person who filled it in, and to nobody else', async () => {
    const { maya, leo, open } = await mayaAndLeo();
    const form = await open();
    refusedIn(await house.desk.submitTime(leo, filledIn(form, { when: '2027-10-31 02:30', subject: 'Private' })));
    const ana = await aLearnerAt(house, onDiscord('Ana'));
    for (const stranger of [ana, maya]) {
      expect(await house.desk.reopen(stranger, form.id)).toMatchObject({ open: 'nothing' });
      expect(await house.desk.pick(stranger, form.id, firstSlot)).toMatchObject({ ok: false });
    }
    expect((await house.desk.reopen(leo, form.id)).open).toBe('form');
  });

  it('says so when it is too old, or was never there', async () => {
    const { leo, open } = await mayaAndLeo();
    const form = await open();
    refusedIn(await house.desk.submitTime(leo, filledIn(form, { when: 'tomorrow' })));
    house.clock.at += day;
    for (const id of [form.id, 'never']) {
      const opening = await house.desk.reopen(leo, id);
      if (opening.open !== 'nothing') throw new Error(`It opened ${opening.open}.`);
      expect(readAloud(opening.message)).toBe('This form is too old to go on with. Please start again with /book.');
      expect(refusedIn(await house.desk.pick(leo, id, firstSlot)).field).toBe('when');
    }
  });
});

describe('in a direct message', () => {
  const another = { externalId: 'other', name: 'Another Server' };

  it('a session is booked in a server that both are in', async () => {
    const leo = await aLearnerAt(house, onDiscord('Leo'));
    await house.desk.arrive(onDiscord('Leo', { community: another }));
    const maya = await aMentorAt(house, onDiscord('Maya', { community: another }));
    const direct = await house.desk.arrive(onDiscord('Leo', { community: null }));
    expect(direct.program?.id).toBe(leo.program?.id);
    const form = formIn(await house.desk.openBooking(direct, maya.person.id));
    expect(await house.desk.submitTime(direct, filledIn(form, { slot: firstSlot }))).toMatchObject({ ok: true });
    expect(await meetingsOf(house, direct)).toMatchObject([{ programId: 'discord:other' }]);
  });

  it('nobody is booked whom one shares no server with', async () => {
    await aLearnerAt(house, onDiscord('Leo'));
    const maya = await aMentorAt(house, onDiscord('Maya', { community: another }));
    const direct = await house.desk.arrive(onDiscord('Leo', { community: null }));
    expect((await house.desk.openBooking(direct, maya.person.id)).open).toBe('nothing');
  });
});
