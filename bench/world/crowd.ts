import type { DiscordStandIn } from '../../playground/discord/discord-stand-in.ts';
import { type CommunityId, newId, type PersonId, type ProgramId } from '../../src/core/ids.ts';
import { accountKey } from '../../src/core/people/person.ts';
import { defaultSettings } from '../../src/core/programs/program.ts';
import { aCommunity, aMentorProfile, NOW } from '../../tests/builders.ts';
import { onOwnConnection, openSqliteStores } from './open-stores.ts';

/** Somebody of the crowd. */
export interface Member {
  id: PersonId;
  userId: string;
}

/** A programme on Discord. */
export interface Circle {
  programId: ProgramId;
  /** Its channel for announcements, and the one where people write commands. */
  announcements: string;
  general: string;
  mentors: Member[];
  learners: Member[];
}

/** Servers at a Discord and programmes in a database, with so many people in each, a fifth of whom are mentors. */
export async function gatherCrowd(
  databasePath: string,
  discord: DiscordStandIn,
  { programs, peopleInEach }: { programs: number; peopleInEach: number },
): Promise<Circle[]> {
  const stores = await openSqliteStores(databasePath);
  const circles: Circle[] = [];
  for (let index = 0; index < programs; index += 1) {
    const { id: externalId, name, generalId } = discord.addGuild({ name: `Study Hall ${index + 1}` });
    const { id: announcements } = discord.addChannel(externalId, { name: 'sessions' });
    const communityId = `discord:${externalId}` as CommunityId;
    const { id: programId } = await stores.programs.ensureCommunity(
      aCommunity({ id: communityId, programId: communityId as string as ProgramId, externalId, name }),
      defaultSettings,
    );
    await stores.programs.setAnnouncementChannel(communityId, announcements);
    const people = Array.from({ length: peopleInEach }, (_, number): Member => {
      const { id: userId } = discord.addMember(externalId, {
        name: `Person ${number}`,
        username: `person${index}.${number}`,
      });
      return { id: newId() as PersonId, userId };
    });
    const mentors = people.slice(0, peopleInEach / 5);
    circles.push({ programId, announcements, general: generalId, mentors, learners: people.slice(mentors.length) });
  }
  await stores.close();
  putPeople(databasePath, circles);
  return circles;
}

/** In one write: five thousand arrivals, each of which waits for the disk, are not what is measured. */
function putPeople(databasePath: string, circles: readonly Circle[]): void {
  const profile = JSON.stringify(aMentorProfile());
  onOwnConnection(databasePath, (db) =>
    db.write('relaxed', () => {
      for (const { programId, mentors, learners } of circles) {
        for (const member of [...mentors, ...learners]) {
          const { id, userId } = member;
          const key = accountKey('discord', userId, null);
          db.run(
            'INSERT INTO people (id, mentor, updated_at) VALUES (?, ?, ?)',
            ...[id, mentors.includes(member) ? profile : null, NOW],
          );
          db.run(
            `INSERT INTO accounts (key, person_id, position, platform, user_id, name) VALUES (?, ?, 0, 'discord', ?, ?)`,
            ...[key, id, userId, `Person ${userId}`],
          );
          db.run('INSERT INTO account_communities (account_key, community_id) VALUES (?, ?)', key, programId);
        }
      }
    }),
  );
}
