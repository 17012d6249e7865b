import type { mongo } from 'mongoose';
import { expect, it } from 'vitest';
import type { CommunityId, PersonId, ProgramId } from '#core/ids.ts';
import { statuses } from '#core/meetings/meeting.ts';
import { defaultSettings } from '#core/programs/program.ts';
import { hour } from '#core/time/clock.ts';
import { connectMongo } from '../../../src/adapters/mongo/connect-mongo.ts';
import { takeLease } from '../../../src/adapters/mongo/lease.ts';
import { aCredential, aMeeting, aMentorProfile, anArrival, anEffect, guild, leo, maya, NOW } from '../../builders.ts';
import { aCalendarConnection, aGoogleAccount } from '../../contracts/connection-store.contract.ts';
import { createDatabase, freshUri, serverUri, storesOn } from './mongo-world.ts';

type Command = Record<string, unknown>;

/** Whether the server can say how it carries a query out; the one that stands in for MongoDB in CI cannot. */
async function canExplain(): Promise<boolean> {
  if (!serverUri) return false;
  const db = await connectMongo(freshUri());
  try {
    await db.connection.db?.command({ explain: { find: 'people', filter: { _id: 'nobody' } } });
    return true;
  } catch {
    return false;
  } finally {
    await db.close();
  }
}

/** The command without what belongs to its session, so that it can be explained. */
function explainable({ commandName, command }: mongo.CommandStartedEvent): Command | null {
  const parts: Record<string, string[]> = {
    find: ['filter', 'sort', 'projection', 'limit'],
    findAndModify: ['query', 'update', 'remove', 'sort'],
    update: ['updates'],
    delete: ['deletes'],
  };
  const kept = parts[commandName];
  if (!kept) return null;
  const entries = kept.filter((part) => part in command).map((part) => [part, command[part]]);
  return { [commandName]: command[commandName], ...Object.fromEntries(entries) };
}

it.skipIf(!(await canExplain()))(
  'answers every query of the stores by an index (needs a server with explain)',
  async () => {
    const { db, close } = await createDatabase({ monitorCommands: true });
    const commands: Command[] = [];
    db.connection.getClient().on('commandStarted', (event: mongo.CommandStartedEvent) => {
      const command = explainable(event);
      if (command) commands.push(command);
    });
    try {
      const { meetings, effects, people, programs, scratch, credentials, connections } = storesOn(db);
      const meeting = aMeeting();
      for (const id of [maya, leo, 'noor' as PersonId]) await people.arrive(anArrival(id, { zone: 'Europe/Berlin' }));
      await people.arrive(anArrival(maya, { account: { name: 'Maya B.' } }));
      await people.setZone(maya, 'Asia/Tokyo', NOW);
      await people.setMentor(maya, aMentorProfile(), NOW);
      await people.setRoom(anArrival(maya).account.key, 'thread');
      await people.mentorsIn([guild]);
      await people.getMany([maya, leo]);
      await people.byAccount(anArrival(maya).account.key);
      await meetings.create(meeting, [anEffect(meeting), anEffect(meeting, { sort: 'sync', kind: 'calendar' })]);
      await meetings.create(aMeeting(), []);
      await people.link('noor' as PersonId, maya, NOW);
      await meetings.update({ ...meeting, scheduledAt: NOW, version: 2, revision: 2 }, []);
      const query = { personIds: [maya], statuses, limit: 1, endsAfter: NOW - hour } as const;
      for (const order of ['soonest-first', 'latest-first'] as const) {
        await meetings.list({ ...query, order, cursor: `${NOW}:a` });
      }
      await meetings.list({ ...query, order: 'soonest-first', role: 'mentor', startsBefore: NOW + hour });
      await meetings.ofProgram({ programId: meeting.programId, endsAfter: NOW, cursor: `${NOW}:a`, limit: 1 });
      await meetings.busy([maya], { start: NOW, end: NOW + hour });
      await effects.add([{ ...anEffect(), meetingId: null, lane: 'loose' }]);
      for (const claim of await effects.claim({ now: NOW, leaseUntil: NOW + hour, limit: 1 })) {
        await effects.sending(claim);
        await effects.settle(claim, { outcome: { state: 'failed', reason: 'gone' }, now: NOW });
      }
      await effects.nextDueAt();
      await effects.placesOf(meeting.id);
      await effects.failures(5);
      await effects.releaseClaims();
      await effects.prune(NOW + 1000 * hour);
      const community = { id: guild, platform: 'discord', externalId: 'guild', name: 'Code Club' } as const;
      const program = await programs.ensureCommunity(community, defaultSettings);
      await programs.update(program);
      await programs.setAnnouncementChannel(guild, 'channel');
      await programs.ensureCommunity({ ...community, id: 'discord:other' as CommunityId }, defaultSettings);
      await programs.moveCommunity('discord:other' as CommunityId, guild as string as ProgramId);
      await scratch.put('draft', '1', 'words', NOW);
      await scratch.get('draft', '1', NOW);
      await scratch.take('draft', '1', NOW);
      await scratch.prune(NOW);
      const token = aCredential();
      await credentials.add(token);
      await credentials.find(token.id);
      await credentials.listOf([maya, leo], 'token');
      await credentials.setUsed(token.id, { usedAt: NOW, expiresAt: null });
      await credentials.take(token.id);
      await credentials.remove(token.id, [maya]);
      await credentials.prune(NOW);
      const account = aGoogleAccount({ calendar: aCalendarConnection() });
      await connections.add(account);
      await connections.find(account.sub);
      await connections.ofPerson([maya, leo]);
      await connections.update({ ...account, revision: 2 });
      await connections.withCalendar(null, 10);
      await connections.due(NOW, 1);
      await connections.ofChannel('channel');
      await connections.withCalendar('1', 10);
      await connections.remove(account.sub, [maya]);
      await (await takeLease(db.leases, 'gateway', hour))?.release();

      const seen = new Set(
        commands.map((command) => JSON.stringify(Object.keys(command).concat(String(command.find)))),
      );
      expect(seen.size).toBeGreaterThan(5);
      const scans: Command[] = [];
      for (const command of commands) {
        // Every community is what `communities` asks for; nothing else may read a collection from end to end.
        const plan = await db.connection.db?.command({ explain: command, verbosity: 'queryPlanner' });
        if (JSON.stringify(plan).includes('"COLLSCAN"')) scans.push(command);
      }
      expect(scans).toEqual([]);
    } finally {
      await close();
    }
  },
);
