import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { PersonId, ProgramId } from '#core/ids.ts';
import type { PersonEvent } from '#core/meetings/meetings.ts';
import { day, hour, minute } from '#core/time/clock.ts';
import { createRandom } from '../../bench/harness/seeded-random.ts';
import { openDatabase } from '../../src/adapters/sqlite/database.ts';
import { createSqliteStateNumber } from '../../src/adapters/sqlite/state-number.ts';
import type { ApiPorts } from '../../src/api/api-ports.ts';
import { createKeptAnswers } from '../../src/api/kept-answers.ts';
import { meetingOperations } from '../../src/api/meeting-operations.ts';
import type { Reply, Written } from '../../src/api/operation.ts';
import { NOW } from '../builders.ts';
import {
  aBooking,
  aLearnerAt,
  aMentorAt,
  createSmallHouse,
  onDiscord,
  onSlack,
  type SmallHouse,
} from '../fakes/small-house.ts';
import { createApiWorld, SLOT } from './api-world.ts';

const forever = Number.POSITIVE_INFINITY;

describe('a kept answer', () => {
  function aDesk(mostBytes?: number) {
    let state: number | null = 1;
    let made = 0;
    const kept = createKeptAnswers(() => state, mostBytes);
    return {
      write: () => {
        state = (state ?? 0) + 1;
      },
      loseTrack: () => {
        state = null;
      },
      made: () => made,
      ask: async (
        asked: { askerId?: string; question?: object; now?: number; until?: number; meanwhile?(): void } = {},
      ) => {
        const { askerId = 'maya', question = { limit: 25 }, now = NOW, until = forever, meanwhile } = asked;
        const answer = await kept.answer({ askerId, question, now }, async () => {
          made += 1;
          meanwhile?.();
          return { json: `"${made}"`, until };
        });
        return answer.toString();
      },
    };
  }

  it('is given again while nothing was written', async () => {
    const desk = aDesk();
    expect([await desk.ask(), await desk.ask()]).toEqual(['"1"', '"1"']);
  });

  it('is made anew after a write', async () => {
    const desk = aDesk();
    await desk.ask();
    desk.write();
    expect(await desk.ask()).toBe('"2"');
  });

  it('is given once when something was written while it was made', async () => {
    const desk = aDesk();
    expect(await desk.ask({ meanwhile: desk.write })).toBe('"1"');
    expect(await desk.ask()).toBe('"2"');
  });

  it('is made anew from the moment at which the clock changes it', async () => {
    const desk = aDesk();
    await desk.ask({ until: NOW + minute });
    expect(await desk.ask({ now: NOW + minute - 1 })).toBe('"1"');
    expect(await desk.ask({ now: NOW + minute })).toBe('"2"');
  });

  it('is made anew when the clock was set back', async () => {
    const desk = aDesk();
    await desk.ask();
    expect(await desk.ask({ now: NOW - 1 })).toBe('"2"');
  });

  it('is for whoever asked, and for what they asked', async () => {
    const desk = aDesk();
    await desk.ask();
    expect(await desk.ask({ askerId: 'leo' })).toBe('"2"');
    expect(await desk.ask({ question: { limit: 50 } })).toBe('"3"');
    expect(await desk.ask({ askerId: 'maya' })).toBe('"1"');
  });

  it('is never given where nobody knows what others write', async () => {
    const desk = aDesk();
    desk.loseTrack();
    await desk.ask();
    expect(await desk.ask()).toBe('"2"');
  });

  it('makes room for others', async () => {
    const desk = aDesk(7);
    await desk.ask();
    await desk.ask({ askerId: 'leo' });
    await desk.ask({ askerId: 'ana' });
    expect(await desk.ask()).toBe('"4"');
  });
});

describe('the list of sessions', () => {
  it('shows a session that was accepted a moment ago, to both', async () => {
    const world = await createApiWorld();
    try {
      const { id } = await world.request();
      for (const role of ['maya', 'leo'] as const)
        expect((await world.call('GET', '/api/meetings', role)).json).toMatchObject({
          meetings: [{ status: 'requested' }],
        });
      await world.call('POST', `/api/meetings/${id}/accept`, 'maya');
      for (const role of ['maya', 'leo'] as const)
        expect((await world.call('GET', '/api/meetings', role)).json).toMatchObject({
          meetings: [{ status: 'scheduled' }],
        });
      expect((await world.call('GET', '/api/meetings', 'ana')).json).toMatchObject({ meetings: [] });
    } finally {
      await world.close();
    }
  });

  it('offers nothing any more that the clock has ended', async () => {
    const world = await createApiWorld();
    try {
      await world.booked();
      const can = async () =>
        (await world.call('GET', '/api/meetings', 'leo')).json as { meetings: { can: string[] }[] };
      expect((await can()).meetings[0]?.can).toContain('cancel');
      world.clock.at = SLOT;
      expect((await can()).meetings[0]?.can).not.toContain('cancel');
    } finally {
      await world.close();
    }
  });

  it('is always what somebody would be told who has only just come to the file', { timeout: 60_000 }, async () => {
    const folder = mkdtempSync(join(tmpdir(), 'confab-answers-'));
    const path = join(folder, 'confab.db');
    const db = openDatabase(path);
    const house = createSmallHouse(db);
    const kept = createKeptAnswers(createSqliteStateNumber(db));
    const random = createRandom(11);
    const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
    const maya = await aMentorAt(house, onDiscord('Maya'));
    const noor = await aMentorAt(house, onDiscord('Noor'));
    const learners = [await aLearnerAt(house, onDiscord('Leo')), await aLearnerAt(house, onDiscord('Ana'))];
    const elsewhere = await house.desk.arrive(onSlack('Leonie'));
    const everybody = [maya, noor, ...learners, elsewhere].map(({ person }) => person.id);
    const free = Array.from({ length: 12 }, (_, index) => SLOT + (index % 4) * hour + Math.floor(index / 4) * 7 * day);
    let changed = 0;

    const aMeetingOf = async (id: PersonId) => {
      const person = (await house.stores.people.get(id))!;
      const { meetings } = await house.stores.meetings.list({
        ...{
          personIds: person.ids,
          statuses: ['requested', 'scheduled', 'in-progress'],
          order: 'soonest-first',
          limit: 50,
        },
      });
      return { person, meeting: meetings.length > 0 ? pick(meetings) : null };
    };
    const deeds: (() => Promise<unknown>)[] = [
      () => aBooking(house, pick([maya, noor]), pick(learners), { at: pick(free), accepted: random() < 0.5 }),
      () => aBooking(house, pick([maya, noor]), pick(learners), { at: pick(free) }),
      async () => {
        const { person, meeting } = await aMeetingOf(pick(everybody));
        const event = pick<PersonEvent>([
          { event: 'accept' },
          { event: 'decline', reason: 'Not then.' },
          { event: 'cancel' },
          { event: 'join' },
          { event: 'edit', subject: `About ${changed}` },
          { event: 'reschedule', scheduledAt: pick(free) },
        ]);
        if (meeting) await house.meetings.act(meeting.id, person, event);
      },
      async () => {
        const [claim] = await house.stores.effects.claim({
          now: house.clock.at,
          leaseUntil: house.clock.at + hour,
          limit: 1,
        });
        const patch = claim?.meeting && { meeting: { meetingLink: `https://meet.example/${changed}` } };
        if (claim)
          await house.stores.effects.settle(claim, { outcome: { state: 'done' }, now: house.clock.at, ...patch });
      },
      () => house.desk.arrive({ ...onDiscord('Leo'), name: pick(['Leo', 'Leo B.', 'Leopold']) }),
      () => house.stores.people.setZone(pick(everybody), pick(['Asia/Tokyo', 'Europe/Lisbon']), house.clock.at),
      async () => {
        if (random() < 0.1) await house.stores.people.link(elsewhere.person.id, learners[0]!.person.id, house.clock.at);
      },
      async () => {
        house.clock.at += pick([1, minute, 5 * hour]);
      },
    ];

    try {
      for (let step = 0; step < 80; step += 1) {
        changed += 1;
        // What is refused changes nothing, and is as good a moment to ask.
        await pick(deeds)().catch(() => {});
        const fresh = openDatabase(path);
        const newcomer = createSmallHouse(fresh);
        newcomer.clock.at = house.clock.at;
        for (const id of everybody) {
          const query = pick([{}, { role: 'learner' }, { status: 'scheduled,requested', limit: 2 }]);
          const expected = await listed(
            newcomer,
            id,
            query,
            createKeptAnswers(() => null),
          );
          expect(await listed(house, id, query, kept)).toBe(expected);
          expect(await listed(house, id, query, kept)).toBe(expected);
        }
        fresh.close();
      }
      const { meetings } = await house.stores.meetings.ofProgram({
        ...{ programId: maya.program!.id as ProgramId, endsAfter: NOW, limit: 100 },
      });
      expect(new Set(meetings.map(({ status }) => status)).size).toBeGreaterThan(2);
    } finally {
      db.close();
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

const list = meetingOperations.find(({ id }) => id === 'listMeetings')!;

async function listed(house: SmallHouse, id: PersonId, query: object, keptAnswers: ApiPorts['keptAnswers']) {
  const { stores, meetings, clock } = house;
  const ports = { ...stores, meetings, clock, meetingStore: stores.meetings, keptAnswers };
  const person = await stores.people.get(id);
  const answer = await list.handle(ports as unknown as ApiPorts, { caller: { person }, query } as never);
  return (answer as Reply<Written>).body.json.toString();
}
