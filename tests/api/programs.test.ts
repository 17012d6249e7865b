import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ProgramJson } from '../../src/api/schemas.ts';
import { type ApiWorld, createApiWorld, problemIn } from './api-world.ts';

let world: ApiWorld;
let path: string;
beforeEach(async () => {
  world = await createApiWorld();
  path = `/api/programs/${encodeURIComponent(world.program)}`;
});
afterEach(() => world.close());

const programNow = async () => (await world.call('GET', path, 'omar')).json as ProgramJson;
const namedNow = async () => (await programNow()).mentors.flatMap(({ id, named }) => (named ? id : []));
const save = async (named: string[], headers = { 'if-match': '*' }) =>
  world.call('PUT', path, 'omar', { body: { reminders: [10], mentors: 'named', named }, headers });

describe('a programme, to its organiser', () => {
  it('names mentors out of those who offer sessions', async () => {
    const { id } = world.people.maya.person;
    expect((await programNow()).mentors).toContainEqual({ id, name: 'Maya', offers: true, named: false });
    const saved = await save([id]);
    expect(saved.status).toBe(200);
    expect((saved.json as ProgramJson).mentors).toContainEqual({ id, name: 'Maya', offers: true, named: true });
    expect(await namedNow()).toEqual([id]);
  });

  it('names nobody else on a page, and says where that is done', async () => {
    const refused = await save([world.people.maya.person.id, world.people.leo.person.id]);
    expect(problemIn(refused)).toMatchObject({
      ...{ type: 'urn:confab:problem:not-usable', status: 422, field: 'named' },
      detail:
        'Only people who offer sessions here can be named on a page. Everybody else is named in chat. Nothing was saved.',
    });
    expect(await namedNow()).toEqual([]);
  });

  it('ends announcements in a community of its own, and in no other', async () => {
    const [here] = (await programNow()).communities;
    const [other] = (await world.stores.programs.get(world.elsewhere))!.communities;
    for (const { id } of [here!, other!]) await world.stores.programs.setAnnouncementChannel(id as never, 'C1');
    expect((await programNow()).communities[0]).toMatchObject({ announces: true });
    const end = (id: string) => world.call('DELETE', `${path}/announcements/${encodeURIComponent(id)}`, 'omar');
    expect((await end(here!.id)).json).toMatchObject({ communities: [{ id: here!.id, announces: false }] });
    expect((await end(other!.id)).status).toBe(404);
    const kept = (await world.stores.programs.get(world.elsewhere))!.communities[0];
    expect(kept?.announcementChannelId).toBe('C1');
  });
});
