import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { MeetLinks } from '../../../src/core/calendar/meet-links.ts';
import { type AdapterSetUp, factsOf, HOUR, setUpAdapter, TEN } from './google-adapter-setup.ts';

let setUp: AdapterSetUp;
let links: MeetLinks;

beforeEach(async () => {
  setUp = await setUpAdapter();
  links = setUp.newLinks();
});

afterEach(async () => {
  await setUp.google.close();
  expect(setUp.violations()).toEqual([]);
});

function requestIds(): string[] {
  return setUp.journal.entries
    .filter(({ what }) => what === 'events.insert' || what === 'events.patch')
    .map(({ body }) => body as { requestBody?: { conferenceData?: { createRequest: { requestId: string } } } })
    .flatMap(({ requestBody }) => requestBody?.conferenceData?.createRequest.requestId ?? []);
}

describe('the room of an event', () => {
  it('is waited for while Google makes it', async () => {
    setUp.google.setConference('pending');
    setUp.whilePausing(() => {
      if (setUp.pauses.length === 3) setUp.google.settleConferences('success');
    });

    const state = await links.agree(factsOf());

    expect(state).toMatchObject({ link: expect.stringMatching(/^https:/), pending: false, roomOpen: true });
    expect(setUp.pauses).toHaveLength(3);
  });

  it('is reported as pending when it takes longer than four seconds, and found by the next look', async () => {
    setUp.google.setConference('pending');
    const early = await links.agree(factsOf());

    expect(early).toMatchObject({ eventId: expect.any(String), link: null, pending: true, roomOpen: null });
    expect(setUp.pauses.reduce((sum, pause) => sum + pause, 0)).toBeLessThanOrEqual(4_000);

    setUp.google.settleConferences('success');
    const late = await links.agree(factsOf({ meetingId: early.eventId }));
    expect(late).toMatchObject({ link: expect.stringMatching(/^https:/), pending: false, roomOpen: true });
    expect(requestIds()).toHaveLength(1);
  });

  it('is asked for under a new id when Google failed to make it', async () => {
    setUp.google.setConference('pending');
    setUp.whilePausing(() => {
      setUp.google.settleConferences('failure');
      setUp.google.setConference('success');
    });

    const state = await links.agree(factsOf());

    expect(state).toMatchObject({ link: expect.stringMatching(/^https:/), pending: false });
    expect(requestIds()).toHaveLength(2);
    expect(new Set(requestIds()).size).toBe(2);
  });

  it('is asked for twice more and no further, also after a restart', async () => {
    setUp.google.setConference('failure');
    const state = await links.agree(factsOf());
    expect(state).toMatchObject({ link: null, pending: false, roomOpen: null });

    await setUp.newLinks().agree(factsOf({ meetingId: state.eventId }));
    expect(requestIds()).toHaveLength(3);
    expect(new Set(requestIds()).size).toBe(3);
  });

  it('is done without where Google refuses rooms, and not asked for at every look', async () => {
    setUp.google.setConference('refused');
    const state = await links.agree(factsOf());

    expect(state).toMatchObject({ eventId: expect.any(String), link: null, pending: false, roomOpen: null });
    expect(setUp.events()).toHaveLength(1);

    await links.agree(factsOf({ meetingId: state.eventId, scheduledAt: TEN + HOUR }));
    expect(requestIds()).toHaveLength(1);
    expect(setUp.calls().slice(-2)).toEqual(['events.get', 'events.patch']);
  });

  it('is done without when Google starts to refuse rooms after one that failed', async () => {
    setUp.google.setConference('pending');
    setUp.whilePausing(() => {
      setUp.google.settleConferences('failure');
      setUp.google.setConference('refused');
    });

    expect(await links.agree(factsOf())).toMatchObject({ link: null, pending: false });
  });

  it('is not made for a session that is over', async () => {
    setUp.google.setConference('pending');
    const { eventId } = await links.agree(factsOf());
    setUp.google.settleConferences('failure');

    const state = await links.agree(factsOf({ meetingId: eventId, status: 'completed' }));

    expect(state).toMatchObject({ link: null, pending: false, roomOpen: null });
    expect(requestIds()).toHaveLength(1);
  });
});
