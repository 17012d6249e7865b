import { describe, expect, it } from 'vitest';
import type { PersonId } from '#core/ids.ts';
import { day, hour } from '#core/time/clock.ts';
import { NOW } from '../../builders.ts';
import {
  aBooking,
  aLearnerAt,
  aMentorAt,
  filledIn,
  formIn,
  meetingsOf,
  onDiscord,
  refusedIn,
  useSmallHouse,
} from '../../fakes/small-house.ts';
import { readAloud } from '../messages/read-aloud.ts';

const house = useSmallHouse();
/** Tuesday 12:00 in Berlin, two hours after the present. */
const firstSlot = NOW + 2 * hour;

async function mayaAndLeo() {
  const maya = await aMentorAt(house, onDiscord('Maya'));
  const leo = await aLearnerAt(house, onDiscord('Leo'));
  const open = async () => formIn(await house.desk.openBooking(leo, maya.person.id));
  return { maya, leo, open };
}

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
      exceptions: null,
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
    const nobody = { topics: null, exceptions: null, length: null, zone: null, open: null };
    await house.desk.submitMentor(maya, { ...nobody, hours: 'none', notice: null });
    expect(await opened(leo, maya.person.id)).toContain('has not said any hours yet');
    await house.desk.submitMentor(maya, { ...nobody, hours: 'Mon 09:00-10:00', notice: '14 days' });
    const form = formIn(await house.desk.openBooking(leo, maya.person.id));
    for (const { at } of form.slots) await aBooking(house, maya, leo, { at });
    expect(await opened(leo, maya.person.id)).toMatch(
      /no free time in the next weeks\. The first after that is Mon \d+ Jan 2027, 09:00/,
    );
  });

  it('says on which days the mentor is off', async () => {
    const { maya, leo } = await mayaAndLeo();
    const rest = { topics: null, length: null, notice: null, zone: null, open: null };
    await house.desk.submitMentor(maya, { ...rest, hours: 'Mon 9-10', exceptions: '1 dec to 31 jan off' });
    expect(await opened(leo, maya.person.id)).toContain(
      'The first after that is Mon 1 Feb 2027, 09:00 (Europe/Berlin): it can be booked once it is closer, and sooner ones may become free. Maya offers Mon 09:00-10:00 (Europe/Berlin), except 2026-12-01 to 2027-01-31 off.',
    );
    await house.desk.submitMentor(maya, { ...rest, hours: 'none', exceptions: '2026-12-07 10:00-11:00' });
    const { slots } = formIn(await house.desk.openBooking(leo, maya.person.id));
    expect(slots.map(({ label }) => label)).toEqual(['Mon 7 Dec, 10:00', 'Mon 7 Dec, 10:30']);
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
