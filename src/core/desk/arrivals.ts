import { type CommunityId, newId, type PersonId } from '#core/ids.ts';
import { accountKey, type Person } from '#core/people/person.ts';
import { defaultSettings, type Program } from '#core/programs/program.ts';
import type { Desk } from './desk.ts';
import type { DeskPorts } from './ports.ts';
import type { Asker } from './visitor.ts';

export function createArrivals(ports: DeskPorts): Pick<Desk, 'arrive' | 'introduce'> {
  const { people, programs, clock } = ports;

  async function meet(asker: Asker): Promise<{ person: Person; communityId: CommunityId | null }> {
    const { platform, userId, workspaceId, name, community, zone } = asker;
    const key = accountKey(platform, userId, workspaceId);
    const communityId = community ? (`${platform}:${community.externalId}` as CommunityId) : null;
    const person = await people.arrive({
      account: { key, platform, userId, workspaceId, name },
      communityId,
      zone,
      newPersonId: newId() as PersonId,
      now: clock.now(),
    });
    return { person, communityId };
  }

  async function programOf(asker: Asker, person: Person, communityId: CommunityId | null): Promise<Program | null> {
    if (asker.community && communityId) {
      const { platform, community } = asker;
      return programs.ensureCommunity(
        { id: communityId, platform, externalId: community.externalId, name: community.name },
        defaultSettings,
      );
    }
    // In a direct message nobody says which server is meant: the first one they were seen in.
    const [seen] = person.accounts
      .filter((account) => account.platform === asker.platform)
      .flatMap((account) => account.communityIds);
    return seen ? programs.ofCommunity(seen) : null;
  }

  return {
    async arrive(asker) {
      const { person, communityId } = await meet(asker);
      const program = await programOf(asker, person, communityId);
      const key = accountKey(asker.platform, asker.userId, asker.workspaceId);
      const account = person.accounts.find((candidate) => candidate.key === key);
      if (!account) throw new Error('A person arrived without the account they came with.');
      return {
        person,
        account,
        program,
        community: program?.communities.find((community) => community.id === communityId) ?? null,
        locale: asker.locale,
        organizer: asker.admin || (program?.organizerIds.some((id) => person.ids.includes(id)) ?? false),
      };
    },

    async introduce(asker) {
      return (await meet(asker)).person;
    },
  };
}
