import { describe, expect, it } from 'vitest';
import { checkReminders, saveSettings } from '#core/programs/change-program.ts';
import { aMentorAt, onDiscord, useSmallHouse } from '../../fakes/small-house.ts';

const house = useSmallHouse();

describe('reminders', () => {
  it.each([
    [
      [10, 1_440, 10],
      [1_440, 10],
    ],
    [[], []],
    [[0], null],
    [[20_161], null],
    [[1.5], null],
    [[1, 2, 3, 4, 5, 6], null],
  ])('%j are %j', (given, kept) => {
    expect(checkReminders(given)).toEqual(kept);
  });
});

describe('saving settings', () => {
  it('keeps who is named, makes the organiser a contact, and refuses whoever has not seen the last change', async () => {
    const { program, person } = await aMentorAt(house, onDiscord('Maya', { admin: true }));
    const { programs } = house.stores;
    const settings = { reminders: [10, 60], mentors: 'named' as const };
    await house.desk.name(
      { ...(await house.desk.arrive(onDiscord('Maya', { admin: true }))) },
      { role: 'mentor', add: [person] },
    );
    const current = (await programs.get(program!.id))!;
    const save = (ifRevision: number | null) =>
      saveSettings(programs, { program: current, by: person, settings, ifRevision });
    expect(await save(current.revision - 1)).toEqual({ ok: false, reason: 'changed' });
    expect(await save(current.revision)).toMatchObject({ ok: true, program: { revision: current.revision + 1 } });
    const stored = (await programs.get(program!.id))!;
    expect(stored).toMatchObject({
      settings: { reminders: [60, 10], mentors: 'named', namedMentorIds: [person.id] },
      contactIds: [person.id],
      revision: current.revision + 1,
    });
    expect(await save(current.revision)).toEqual({ ok: false, reason: 'changed' });
    expect(await save(null)).toMatchObject({ ok: true });
  });
});
