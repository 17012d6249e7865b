/** What a request costs on SQLite beyond the bare transaction, and whether it still costs that when a million sessions are stored. */
import { join } from 'node:path';
import { meetingInterval } from '../src/core/meetings/meeting.ts';
import { request } from '../src/core/meetings/request.ts';
import { defaultPolicy } from '../src/core/meetings/request-expiry.ts';
import { NOW } from '../tests/builders.ts';
import { atLeast, atMost, type Report } from './harness/figure.ts';
import { mostRounds, takeTurns } from './harness/rounds.ts';
import { createScratchFolder } from './harness/scratch-folder.ts';
import { medianRatio } from './harness/statistics.ts';
import { type Timing, timeWork } from './harness/time-work.ts';
import { timing } from './harness/words.ts';
import { type BareRequest, createBareBooking } from './peers/bare-booking.ts';
import { fillHistory } from './world/fill-history.ts';
import { openSqliteStores } from './world/open-stores.ts';
import { createStudyHall, type StudyHall } from './world/study-hall.ts';

export const name = 'booking';
export const what = 'a request through the use case and the store, on the disk when it is answered';

/** Requests in a turn. Short turns, because the disk's moods are longer. */
const each = 200;
const rounds = 15;
const few = 1_000;
const many = 1_000_000;

export async function run(): Promise<Report> {
  const folder = createScratchFolder();
  const pathOf = (file: string) => join(folder.path, file);
  const open = (file: string) => openSqliteStores(pathOf(file));
  const [empty, small, large] = [await open('empty.db'), await open('small.db'), await open('large.db')];
  const bare = createBareBooking(pathOf('bare.db'));
  try {
    fillHistory(pathOf('small.db'), few);
    fillHistory(pathOf('large.db'), many);
    const [hall, smallHall, largeHall] = [
      await createStudyHall(empty),
      await createStudyHall(small),
      await createStudyHall(large),
    ];
    const requests = await bareRequests(hall, (mostRounds(rounds) + 2) * each);
    for (const { mentorId, learnerId } of requests) for (const person of [mentorId, learnerId]) bare.meet(person);
    const bookBare = async () => {
      const next = requests.pop();
      if (!next || !bare.book(next)) throw new Error('The bare booking was refused.');
    };
    const times = await takeTurns(
      {
        ours: () => timeWork(each, 1, hall.book),
        bare: () => timeWork(each, 1, bookBare),
        small: () => timeWork(each, 1, smallHall.book),
        large: () => timeWork(each, 1, largeHall.book),
      },
      { rounds, warmUps: 2 },
    );
    const of = (key: 'rate' | 'p50', turns: Timing[]) => turns.map((turn) => turn[key]);
    return {
      figures: [
        {
          what: 'rate against a bare transaction',
          ours: timing(times.ours),
          peer: `${timing(times.bare)} (bare)`,
          ratio: medianRatio(of('rate', times.ours), of('rate', times.bare)),
          goal: atLeast(0.5),
        },
        {
          what: 'p50 with 1,000,000 sessions stored',
          ours: timing(times.large),
          peer: `${timing(times.small)} (1,000 stored)`,
          ratio: medianRatio(of('p50', times.large), of('p50', times.small)),
          goal: atMost(1.3),
        },
      ],
      remarks: [],
    };
  } finally {
    bare.close();
    await Promise.all([empty.close(), small.close(), large.close()]);
    folder.remove();
  }
}

/** What the use case would store for so many requests, decided beforehand. */
async function bareRequests(hall: StudyHall, count: number): Promise<BareRequest[]> {
  const found: BareRequest[] = [];
  while (found.length < count) {
    const input = hall.nextRequest();
    const mentor = await hall.person(input.mentorId);
    const decision = request({ ...input, mentor, policy: defaultPolicy, now: NOW });
    if (!decision.ok) throw new Error(`A request was refused: ${decision.refusal.reason}`);
    const { meeting, effects } = decision;
    found.push({
      ...{ id: meeting.id, mentorId: meeting.mentorId, learnerId: meeting.learnerId },
      ...meetingInterval(meeting),
      document: JSON.stringify(meeting),
      effects: effects.map((effect) => ({ id: effect.id, dueAt: effect.dueAt, document: JSON.stringify(effect) })),
    });
  }
  return found.reverse();
}
