import { describe, expect, it } from 'vitest';
import type { MeetingId } from '#core/ids.ts';
import { hour, minute } from '#core/time/clock.ts';
import { NOW } from '../../builders.ts';
import {
  aBooking,
  aLearnerAt,
  aMentorAt,
  filledIn,
  formIn,
  onDiscord,
  refusedIn,
  useSmallHouse,
} from '../../fakes/small-house.ts';
import { readAloud } from '../messages/read-aloud.ts';

const house = useSmallHouse();
const firstSlot = NOW + 2 * hour;

async function aRequest(accepted = false) {
  const maya = await aMentorAt(house, onDiscord('Maya'));
  const leo = await aLearnerAt(house, onDiscord('Leo'));
  const meeting = await aBooking(house, maya, leo, { at: firstSlot, accepted });
  return { maya, leo, id: meeting.id };
}

const now = async (id: MeetingId) => (await house.stores.meetings.get(id))!;

describe('another time', () => {
  const openMove = async (...args: Parameters<typeof house.desk.openReschedule>) =>
    formIn(await house.desk.openReschedule(...args));

  it('offers the times that suit both, without the one it has, and takes effect at once', async () => {
    const { maya, leo, id } = await aRequest(true);
    const form = await openMove(leo, id);
    expect(form).toMatchObject({
      purpose: 'reschedule',
      meetingId: id,
      mentorId: maya.person.id,
      title: 'Move your session with Maya',
      duration: 30,
      zone: 'Europe/Berlin',
    });
    expect(form.slots[0]?.at).toBe(firstSlot + 30 * minute);
    const result = await house.desk.submitTime(leo, filledIn(form, { slot: firstSlot + 30 * minute, subject: '' }));
    expect(readAloud(result.message)).toBe(
      'Moved to Tue 1 Dec 2026, 12:30 (Europe/Berlin). Maya is told, and the calendar follows.',
    );
    expect(await now(id)).toMatchObject({ status: 'scheduled', scheduledAt: firstSlot + 30 * minute, version: 3 });
  });

  it('of the mentor needs no notice and no hours', async () => {
    const { maya, id } = await aRequest(true);
    const form = await openMove(maya, id);
    expect(form.title).toBe('Move your session with Leo');
    expect(form.slots[0]!.at).toBeLessThan(NOW + 2 * hour);
    expect(await house.desk.submitTime(maya, filledIn(form, { when: 'sat 20:00' }))).toMatchObject({ ok: true });
  });

  it('of the learner stays inside the hours, and hears which are free', async () => {
    const { leo, id } = await aRequest(true);
    const form = await openMove(leo, id);
    const refused = refusedIn(await house.desk.submitTime(leo, filledIn(form, { when: 'sat 20:00' })));
    expect(refused.field).toBe('when');
    expect(readAloud(refused.message)).toContain(
      'Nothing was moved. That is outside the hours your mentor offers, and a move takes effect at once. Free next: Tue 1 Dec 2026, 12:30 (Europe/Berlin), Tue 1 Dec 2026, 13:00 (Europe/Berlin) or Tue 1 Dec 2026, 13:30 (Europe/Berlin).',
    );
    expect((await openMove(leo, id)).purpose).toBe('reschedule');
    expect(formIn(await house.desk.reopen(leo, form.id))).toMatchObject({
      purpose: 'reschedule',
      meetingId: id,
      typed: { when: 'sat 20:00' },
    });
  });

  it('for a request asks the mentor anew, wherever it is', async () => {
    const { leo, id } = await aRequest();
    const result = await house.desk.submitTime(leo, filledIn(await openMove(leo, id), { when: 'sat 20:00' }));
    expect(readAloud(result.message)).toBe(
      'Your request is now for Sat 5 Dec 2026, 20:00 (Europe/Berlin). Maya is asked anew.',
    );
    expect(await now(id)).toMatchObject({ status: 'requested', version: 2 });
  });

  it('over another session is refused by the store', async () => {
    const { maya, leo, id } = await aRequest(true);
    await aBooking(house, maya, await aLearnerAt(house, onDiscord('Kim')), { at: firstSlot + hour });
    const form = await openMove(leo, id);
    expect(form.slots.map(({ at }) => at)).not.toContain(firstSlot + hour);
    const refused = refusedIn(await house.desk.submitTime(leo, filledIn(form, { slot: firstSlot + hour })));
    expect(readAloud(refused.message)).toContain('Nothing was moved. That time is already taken. Free next:');
    expect(
      refusedIn(await house.desk.submitTime(maya, filledIn(form, { slot: firstSlot + hour }))).problem,
    ).not.toEqual(refused.problem);
    expect((await now(id)).scheduledAt).toBe(firstSlot);
  });

  it.each([false, true])(
    'that is refused names the next free times without its own (accepted: %s)',
    async (accepted) => {
      const { maya, leo, id } = await aRequest(accepted);
      await aBooking(house, maya, await aLearnerAt(house, onDiscord('Kim')), { at: firstSlot + hour });
      const form = await openMove(leo, id);
      const refused = refusedIn(await house.desk.submitTime(leo, filledIn(form, { slot: firstSlot + hour })));
      expect(readAloud(refused.message)).toBe(
        'Nothing was moved. That time is already taken. Free next: Tue 1 Dec 2026, 12:30 (Europe/Berlin), Tue 1 Dec 2026, 13:30 (Europe/Berlin) or Tue 1 Dec 2026, 14:00 (Europe/Berlin).',
      );
    },
  );

  it('that is the one it has changes nothing', async () => {
    const { leo, id } = await aRequest(true);
    const before = await now(id);
    const refused = refusedIn(
      await house.desk.submitTime(leo, filledIn(await openMove(leo, id), { when: 'today 12:00' })),
    );
    expect(readAloud(refused.message)).toBe('Nothing was moved. That is when the session already is.');
    expect(await now(id)).toEqual(before);
  });

  it('may overlap the time it had', async () => {
    const { maya, id } = await aRequest(true);
    const result = await house.desk.submitTime(maya, filledIn(await openMove(maya, id), { when: 'today 12:15' }));
    expect(result.ok).toBe(true);
  });

  it('is not opened where nothing can be moved', async () => {
    const { maya, leo, id } = await aRequest();
    const says = async (...args: Parameters<typeof house.desk.openReschedule>) => {
      const opening = await house.desk.openReschedule(...args);
      return opening.open === 'nothing' ? readAloud(opening.message) : opening.open;
    };
    expect(await says(maya, id)).toBe('Please accept or decline this request first.');
    await house.desk.press(maya, { do: 'accept', meeting: id });
    house.clock.at = firstSlot;
    expect(await says(leo, id)).toBe('This session has already begun.');
    expect(await says(leo, 'nothing' as MeetingId)).toContain('not among yours');
  });

  it('shows the times of the mentor, named, to somebody whose zone is not known', async () => {
    const maya = await aMentorAt(house, onDiscord('Maya'));
    const leo = await house.desk.arrive(onDiscord('Leo'));
    const opening = await house.desk.openBooking(leo, maya.person.id);
    if (opening.open !== 'zone') throw new Error(`It opened ${opening.open}.`);
    const booking = formIn(await house.desk.reopen(leo, opening.formId));
    await house.desk.submitTime(leo, filledIn(booking, { slot: firstSlot }));
    const form = await openMove(leo, booking.id as MeetingId);
    expect(form.zone).toBeNull();
    expect(form.slots[0]?.label).toBe('Tue 1 Dec, 12:30 (Europe/Berlin)');
  });
});
