import { describe, expect, it } from 'vitest';
import { hour, minute } from '#core/time/clock.ts';
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
    const result = await house.desk.submitTime(leo, filledIn(form, { when: ' fri 9:30am ' }));
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

  it('at a time that is picked and another that is typed asks which, and goes on with the one that is pressed', async () => {
    const { leo, open } = await mayaAndLeo();
    for (const chosen of [0, 1]) {
      const form = await open();
      const picked = form.slots[0]!.at;
      const typed = { slot: picked, when: 'fri 10:30', subject: `Trees ${chosen}`, description: '' };
      const refused = refusedIn(await house.desk.submitTime(leo, filledIn(form, typed)));
      expect(refused.field).toBe('when');
      const hour = chosen === 0 ? '12:00' : '12:30';
      expect(readAloud(refused.message)).toBe(
        `Nothing was booked. You picked Tue 1 Dec 2026, ${hour} (Europe/Berlin) and typed Fri 4 Dec 2026, 10:30 (Europe/Berlin). Please leave one of the two out.`,
      );
      expect(labelsOf(refused.message)).toBe(`Tue 1 Dec, ${hour}, Fri 4 Dec, 10:30, Try again`);
      expect(formIn(await house.desk.reopen(leo, form.id)).typed).toEqual(typed);
      expect(await meetingsOf(house, leo)).toHaveLength(chosen);
      const pick = buttonsOf(refused.message)[chosen]!.action;
      if (pick.do !== 'pick') throw new Error('There is nothing to pick.');
      expect(await house.desk.pick(leo, pick.form, pick.at)).toMatchObject({ ok: true });
    }
    expect(await meetingsOf(house, leo)).toMatchObject([
      { scheduledAt: firstSlot, subject: 'Trees 0' },
      { scheduledAt: Date.UTC(2026, 11, 4, 9, 30), subject: 'Trees 1' },
    ]);
  });

  it('at the same time picked and typed is one time', async () => {
    const { leo, open } = await mayaAndLeo();
    const answers = { slot: firstSlot, when: 'today 12:00' };
    expect(await house.desk.submitTime(leo, filledIn(await open(), answers))).toMatchObject({ ok: true });
    expect(await meetingsOf(house, leo)).toMatchObject([{ scheduledAt: firstSlot }]);
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
