import { describe, expect, it } from 'vitest';
import { hour } from '#core/time/clock.ts';
import { NOW } from '../../builders.ts';
import {
  aMentorAt,
  filledIn,
  formIn,
  meetingsOf,
  onDiscord,
  onSlack,
  refusedIn,
  useSmallHouse,
} from '../../fakes/small-house.ts';
import { readAloud } from '../messages/read-aloud.ts';

const house = useSmallHouse();
/** Tuesday 12:00 in Berlin, two hours after the present. */
const firstSlot = NOW + 2 * hour;

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
