/** Killed with 1,000 effects due, as many of them under way as are at a time; started again. */
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as wait } from 'node:timers/promises';
import { createStage, type Stage } from '../playground/stage.ts';
import { meetingEffect } from '../src/core/effects/effect.ts';
import type { CommunityId, PersonId, ProgramId } from '../src/core/ids.ts';
import { accountKey } from '../src/core/people/person.ts';
import { defaultSettings } from '../src/core/programs/program.ts';
import { hour } from '../src/core/time/clock.ts';
import { aCommunity, aMeeting, anArrival } from '../tests/builders.ts';
import { atMost, type Report } from './harness/figure.ts';
import { createScratchFolder } from './harness/scratch-folder.ts';
import { median } from './harness/statistics.ts';
import { milliseconds } from './harness/words.ts';
import { openSqliteStores } from './world/open-stores.ts';
import { startProduct } from './world/product.ts';

export const name = 'crash';
export const what = 'kill -9 with 1,000 effects due, and start again';

const count = 1_000;
const rounds = 5;

export async function run(): Promise<Report> {
  const folder = createScratchFolder();
  let hanging = true;
  // Discord would let 50 requests a second through. How long that takes is Discord's affair.
  const unlimited = { rates: {}, globalRequestsASecond: 1e9, identifyGapMs: 0 };
  const stage = await createStage({ google: false, slackOver: 'none', discordLimits: unlimited });
  stage.discord.fail(({ template }) => hanging && template === 'POST /users/@me/channels', 'hang', 1e9);
  const took: number[] = [];
  try {
    for (let round = 0; round < rounds; round += 1) {
      const path = join(folder.path, `${round}.db`);
      const notices = await fill(path, stage);
      const seen = new DatabaseSync(path, { readOnly: true });
      const countOf = (state: string) =>
        Number(seen.prepare(`SELECT count(*) AS count FROM effects WHERE state = ?`).get(state)?.count);
      hanging = true;
      const first = await startProduct(stage, path);
      while (countOf('claimed') < notices) await wait(5);
      await first.end('SIGKILL');
      if (countOf('waiting') !== count - notices) throw new Error(`${countOf('waiting')} effects were left.`);
      hanging = false;
      const second = await startProduct(stage, path);
      const readyAt = performance.now();
      while (countOf('waiting') > 0) await wait(5);
      took.push(performance.now() - readyAt);
      while (countOf('claimed') > 0) await wait(5);
      if (countOf('done') !== count) throw new Error(`${countOf('done')} effects were carried out.`);
      seen.close();
      await second.end('SIGTERM');
    }
    const middle = median(took);
    return {
      figures: [
        {
          what: 'ready to all 1,000 claimed',
          ours: `${milliseconds(middle)}, at most ${milliseconds(Math.max(...took))}`,
          ...{ peer: '-', ratio: null, goal: atMost(2_000, ' ms'), measured: Math.max(...took) },
        },
      ],
      remarks: [],
    };
  } finally {
    await stage.close();
    folder.remove();
  }
}

/**
 * Requests to 20 mentors on the stage, each with one effect that is due. First come as many notices as are sent at a time, which is what will hang at
 * Discord when the process dies; the other effects need nobody outside. How many notices.
 */
async function fill(path: string, { discord, server }: Stage): Promise<number> {
  const stores = await openSqliteStores(path);
  const communityId = `discord:${server.id}` as CommunityId;
  const programId = communityId as string as ProgramId;
  await stores.programs.ensureCommunity(
    aCommunity({ id: communityId, programId, externalId: server.id }),
    defaultSettings,
  );
  const people: PersonId[] = [];
  for (let index = 0; index <= 20; index += 1) {
    const { id: userId } = discord.addMember(server.id, {
      name: `Mentor ${index}`,
      username: `mentor${index}`,
      locale: 'en-GB',
    });
    const account = { userId, key: accountKey('discord', userId, null) };
    people.push((await stores.people.arrive(anArrival(`person-${index}` as PersonId, { communityId, account }))).id);
  }
  const learnerId = people.pop();
  const now = Date.now();
  for (let index = 0; index < count; index += 1) {
    const mentorId = people[index % people.length];
    if (!mentorId || !learnerId) throw new Error('Nobody is there.');
    const scheduledAt = now + 48 * hour + index * hour;
    const meeting = aMeeting({ programId, mentorId, learnerId, scheduledAt, expiresAt: now + 24 * hour });
    const what =
      index < stores.atOnce
        ? ({ sort: 'notice', kind: 'request', to: mentorId } as const)
        : ({ sort: 'sync', kind: 'cards', of: mentorId } as const);
    const committed = await stores.meetings.create(meeting, [meetingEffect(meeting, what, now - 2_000 + index)]);
    if (!committed.ok) throw new Error(`A request was refused: ${committed.reason}`);
  }
  await stores.close();
  return stores.atOnce;
}
