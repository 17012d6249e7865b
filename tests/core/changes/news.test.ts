import { describe, expect, it } from 'vitest';
import type { Change } from '#core/changes/change-feed.ts';
import { announcementsOf, audiencesOf, unsettledBy } from '#core/changes/news.ts';
import type { PersonId, ProgramId } from '#core/ids.ts';
import { aPerson, leo, maya } from '../../builders.ts';

const program = 'discord:guild' as ProgramId;
const other = 'slack:team' as ProgramId;

describe('news', () => {
  it('of a session goes to its two people, and to organisers as news of their programme', () => {
    expect(announcementsOf({ about: 'meeting', id: 'm1', personIds: [maya, leo], programId: program })).toEqual([
      { thing: 'meeting:m1', news: { about: 'meeting', id: 'm1' }, audiences: ['person:maya', 'person:leo'] },
      {
        thing: 'program:discord:guild',
        news: { about: 'program', id: program },
        audiences: ['organizers:discord:guild'],
      },
    ]);
  });

  it('of a person goes to that person, and names nobody', () => {
    expect(announcementsOf({ about: 'person', id: maya, personIds: [maya, leo] })).toEqual([
      { thing: 'person:maya', news: { about: 'person' }, audiences: ['person:maya', 'person:leo'] },
    ]);
  });

  it('of a programme goes to all who are in it', () => {
    expect(announcementsOf({ about: 'program', id: program })).toEqual([
      {
        thing: 'program:discord:guild',
        news: { about: 'program', id: program },
        audiences: ['program:discord:guild', 'organizers:discord:guild'],
      },
    ]);
  });

  it('reaches somebody by all their ids, programmes and offices', () => {
    const person = aPerson({ ids: [maya, 'old' as PersonId] });
    const caller = { person, organizes: new Set([other]) };
    expect(audiencesOf(caller, [{ id: program }, { id: other }])).toEqual([
      'person:maya',
      'person:old',
      'program:discord:guild',
      'program:slack:team',
      'organizers:slack:team',
    ]);
  });

  it.each([
    [{ about: 'meeting', id: 'm1', personIds: [maya, leo], programId: program }, []],
    [{ about: 'person', id: maya, personIds: [maya, leo] }, ['person:maya', 'person:leo']],
    [{ about: 'program', id: program }, []],
    [{ about: 'program', id: program, standing: [leo] }, ['organizers:discord:guild', 'person:leo']],
    [{ about: 'program', id: program, standing: 'everybody' }, ['organizers:discord:guild', 'program:discord:guild']],
  ] satisfies [Change, string[]][])('says who has to be asked about anew after %j', (change, audiences) => {
    expect(unsettledBy(change)).toEqual(audiences);
  });
});
