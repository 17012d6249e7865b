import { afterEach, expect, it } from 'vitest';
import { operations } from '../../src/api/operations.ts';
import { describeOnBothStores } from './api-storage.ts';
import { type ApiWorld, type As, createApiWorld, problemIn } from './api-world.ts';
import { examples } from './every-operation.ts';

/**
 * What each gets: a learner who has nothing to do with it, its learner, its mentor, the organiser of another programme, its own organiser, nobody,
 * and a token of the rightful person that may only read.
 */
const callers = ['ana', 'leo', 'maya', 'olga', 'omar', 'nobody', 'reader'] as const;

/** In that order. 404 where it does not exist for them; 403 only where they know of it anyway. */
const table: Record<string, string> = {
  createMeeting: '201 201 422 422 201 401 403',
  listMeetings: '200 200 200 200 200 401 200',
  getMeeting: '404 200 200 404 404 401 200',
  changeMeeting: '404 200 403 404 404 401 403',
  cancelMeeting: '404 200 200 404 404 401 403',
  acceptMeeting: '404 403 200 404 404 401 403',
  declineMeeting: '404 403 200 404 404 401 403',
  joinMeeting: '404 200 200 404 404 401 403',
  getMeetingFile: '404 200 200 404 404 401 200',
  listMentors: '200 200 200 200 200 401 200',
  listSlots: '200 200 200 404 200 401 200',
  getMe: '200 200 200 200 200 401 200',
  changeMe: '200 200 200 200 200 401 403',
  getMentorProfile: '200 200 200 200 200 401 200',
  changeMentorProfile: '200 200 412 200 200 401 403',
  changeMail: '422 200 422 422 422 401 403',
  listNotifications: '200 200 200 200 200 401 200',
  readNotifications: '200 200 200 200 200 401 403',
  listGoogleAccounts: '200 200 200 200 200 401 200',
  forgetGoogleAccount: '404 404 404 404 404 401 403',
  disconnectCalendar: '200 200 200 200 200 401 403',
  getProgram: '404 404 404 404 200 401 200',
  changeProgram: '404 404 404 404 200 401 403',
  endAnnouncements: '404 404 404 404 200 401 403',
  getProgramOverview: '404 404 404 404 200 401 200',
  exportProgramMeetings: '404 404 404 404 200 401 200',
  getSignInOptions: '200 200 200 200 200 200 200',
  signInByLink: '204 204 204 204 204 204 204',
  signOut: '204 204 204 204 204 204 204',
  listTokens: '200 200 200 200 200 401 200',
  createToken: '201 201 201 201 201 401 403',
  revokeToken: '404 204 404 404 404 401 403',
  getFeed: '200 200 200 200 200 401 200',
  createFeed: '201 201 201 201 201 401 403',
  endFeed: '200 200 200 200 200 401 403',
  // The secret in the address lets in, whoever has it.
  readFeed: '200 200 200 200 200 200 200',
};

let world: ApiWorld;
afterEach(() => world.close());

const cases = operations.flatMap(({ id }) =>
  callers.map((caller, index) => ({ id, caller, status: Number(table[id]?.split(' ')[index]) })),
);

describeOnBothStores('every operation', (open) => {
  it.each(cases)('$id by $caller: $status', async ({ id, caller, status }) => {
    world = await createApiWorld({ storage: await open() });
    const { method } = operations.find((operation) => operation.id === id)!;
    const { ask, by } = examples[id]!;
    const { path, query = '', ...sending } = await ask(world);
    const as: As = caller === 'reader' ? await world.token(by, 'read') : caller;
    if (typeof as === 'string' && as !== 'nobody') await world.session(as);
    const before = await world.everything();
    const answer = await world.call(method.toUpperCase(), path + query, as, sending);
    expect(answer.status, answer.text).toBe(status);
    if (status < 400) return;
    // Whoever is refused has changed nothing, and is not told what there is.
    expect(await world.everything()).toEqual(before);
    const { type, detail } = problemIn(answer);
    expect(type).toMatch(/^urn:confab:problem:[a-z-]+$/);
    if (status === 404) expect(answer.text).not.toMatch(/Recursion|Maya|Leo|Study Hall/);
    if (status === 401) expect(answer.headers.get('www-authenticate')).toBe('Bearer realm="confab"');
    expect(detail).toMatch(/^[A-Z].*[.]$/);
  });

  it('is seen to have changed something, where it did', async () => {
    world = await createApiWorld({ storage: await open() });
    const before = await world.everything();
    await world.request();
    expect(await world.everything()).not.toEqual(before);
  });

  it('has a row in the table above', async () => {
    world = await createApiWorld({ storage: await open() });
    const ids = operations.map(({ id }) => id).sort();
    expect(Object.keys(table).sort()).toEqual(ids);
    expect(Object.keys(examples).sort()).toEqual(ids);
    for (const row of Object.values(table)) expect(row.split(' ')).toHaveLength(callers.length);
  });
});
